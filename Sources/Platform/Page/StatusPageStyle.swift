/// The page's style sheet. Every text colour has a contrast of 7:1 or more with its background (the tests compute it).
enum StatusPageStyle {
    /// The pairs of text and background used below.
    static let pairs = [
        ("#1b2a2f", "#f6f4ef"), ("#1b2a2f", "#ffffff"), ("#43525a", "#ffffff"), ("#43525a", "#f6f4ef"),
        ("#ffffff", "#0f4c4a"), ("#d7ece6", "#0f4c4a"), ("#0a4a2a", "#dff2e4"), ("#7a1010", "#fde5e1"),
        ("#5a3a00", "#fff0cf"), ("#0f4c4a", "#ffffff"),
    ]

    static let css: HTML = """
        :root{color:#1b2a2f;background:#f6f4ef;font:17px/1.5 system-ui,"Noto Sans CJK SC","Noto Sans SC","PingFang SC",
        "Microsoft YaHei",sans-serif}
        *{box-sizing:border-box}
        body{margin:0}
        header{background:#0f4c4a;color:#fff;padding:1.1rem max(1.2rem,calc(50vw - 42rem));display:flex;
        justify-content:space-between;align-items:center;gap:1rem;flex-wrap:wrap}
        header p{margin:0;color:#d7ece6}
        h1{margin:0;font-size:1.9rem;line-height:1.2}
        h1 small{font-size:1.2rem;font-weight:400}
        .clock{text-align:right}
        .clock time{font-size:1.5rem;color:#fff;font-variant-numeric:tabular-nums}
        main{max-width:84rem;margin:0 auto;padding:1.2rem}
        section,.tiles li{background:#fff;border:1px solid #dcd8cd;border-radius:.7rem}
        section{padding:.9rem 1.2rem 1.1rem;margin:0 0 1.2rem}
        h2{font-size:1.25rem;margin:0 0 .6rem}
        h3{font-size:1rem;margin:.4rem 0}
        h2 span,h3 span,th span,label span,.tiles span,.clock span,.nothing,footer,td>span[lang]{color:#43525a;font-weight:400}
        .clock span{color:#d7ece6}
        .tiles{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;margin:0 0 1.2rem;
        padding:0}
        .tiles li{padding:.7rem 1.1rem;border-left:.45rem solid #1f7a4d}
        .tiles li.bad{border-left-color:#b3261e}
        .tiles strong{display:block;font-size:2.1rem;line-height:1.2;font-variant-numeric:tabular-nums}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;padding:.4rem .7rem .4rem 0;border-top:1px solid #e7e3d9;vertical-align:top;overflow-wrap:anywhere}
        thead th{border-top:0;font-size:.9rem;line-height:1.3;white-space:nowrap}
        tbody th{font-weight:600;white-space:nowrap}
        code{font-size:.9rem}
        .badge,.fault,.simulator{display:inline-block;border-radius:.4rem;padding:.05rem .5rem}
        .badge.good{background:#dff2e4;color:#0a4a2a}
        .badge.open{background:#fff0cf;color:#5a3a00}
        .badge.bad,.fault{background:#fde5e1;color:#7a1010}
        .badge span{color:inherit}
        .item{display:block;white-space:nowrap}
        .item.fault{width:fit-content;margin-bottom:.15rem}
        .badge,td code{white-space:nowrap}
        h2 .simulator{background:#fff0cf;color:#5a3a00;font-size:1rem;margin-left:.5rem}
        h2 .simulator span{color:inherit}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(22rem,1fr));gap:2rem}
        .bars th{width:12rem;font-weight:400}
        .bars .bar{width:auto;padding-right:.7rem;vertical-align:middle}
        .bars i{display:block;height:1.1rem;min-width:2px;background:#1f7a6d;border-radius:.2rem}
        .bars .number{width:4rem;text-align:right;font-variant-numeric:tabular-nums}
        .hours{list-style:none;display:flex;gap:2px;height:9.5rem;margin:0 0 1rem;padding:0}
        .hours li{flex:1;display:flex;flex-direction:column;justify-content:flex-end;text-align:center;min-width:0}
        .hours i{display:block;background:#1f7a6d;border-radius:.2rem .2rem 0 0;flex:none}
        .hours b{font-size:.75rem;font-weight:400}
        .hours span{font-size:.75rem;border-top:1px solid #43525a}
        .clock{display:flex;gap:1.2rem;align-items:center}
        .clock p{text-align:right}
        button{font:inherit;color:#0f4c4a;background:#ffffff;border:1px solid #0f4c4a;border-radius:.4rem;
        padding:.3rem .9rem;cursor:pointer}
        button span{color:inherit;font-weight:400}
        .clock button span{color:#0f4c4a}
        :focus-visible{outline:3px solid #1f7a6d;outline-offset:2px}
        .login{display:grid;gap:.6rem;max-width:26rem}
        .login input{font:inherit;padding:.4rem .6rem;border:1px solid #43525a;border-radius:.4rem}
        p.fault{display:inline-block;margin:0 0 .8rem}
        p.fault[hidden]{display:none}
        .fault a,.fault span{color:inherit}
        .fault.big{display:block;font-size:1.15rem;padding:.5rem 1rem;margin:0 0 1rem}
        .fault.big p{margin:0}
        nav{display:flex;gap:1.2rem;flex-wrap:wrap}
        nav a{color:#ffffff;font-size:1.1rem}
        a{color:#0f4c4a}
        #news{margin:0 0 .8rem;min-height:1.5em}
        dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:.6rem 1.5rem;margin:0}
        dt{font-size:.9rem}
        dt span{color:#43525a}
        dd{margin:0;overflow-wrap:anywhere}
        .fields fieldset{border:0;margin:0;padding:0}
        .fields p{margin:0 0 .7rem}
        .fields label{display:inline-block;min-width:min(24rem,100%)}
        .fields [type=checkbox]+label{min-width:0}
        .fields input,.fields select{font:inherit;max-width:100%;padding:.35rem .6rem;border:1px solid #43525a;border-radius:.4rem}
        .fields [aria-invalid]{border:2px solid #b3261e}
        footer{text-align:center;padding:0 1rem 1.5rem}
        """
}
