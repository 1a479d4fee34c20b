// Written by scripts/generate-windows-zones; do not edit.
//
// From the Unicode CLDR's common/supplemental/windowsZones.xml (Windows 7e11800, tz 2021a).
// The data are under the Unicode licence (Unicode-DFS-2016):
//
// Copyright © 1991-2022 Unicode, Inc. All rights reserved.
// Distributed under the Terms of Use in https://www.unicode.org/copyright.html.
//
// Permission is hereby granted, free of charge, to any person obtaining
// a copy of the Unicode data files and any associated documentation
// (the "Data Files") or Unicode software and any associated documentation
// (the "Software") to deal in the Data Files or Software
// without restriction, including without limitation the rights to use,
// copy, modify, merge, publish, distribute, and/or sell copies of
// the Data Files or Software, and to permit persons to whom the Data Files
// or Software are furnished to do so, provided that either
// (a) this copyright and permission notice appear with all copies
// of the Data Files or Software, or
// (b) this copyright and permission notice appear in associated
// Documentation.
//
// THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF
// ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
// WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
// NONINFRINGEMENT OF THIRD PARTY RIGHTS.
// IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS
// NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL
// DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE,
// DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
// TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
// PERFORMANCE OF THE DATA FILES OR SOFTWARE.
//
// Except as contained in this notice, the name of a copyright holder
// shall not be used in advertising or otherwise to promote the sale,
// use or other dealings in these Data Files or Software without prior
// written authorization of the copyright holder.

/// What Windows and Outlook call time zones, by its own name and as its list shows it, in lower case, with the zone of the tz
/// database that is meant where no country is named.
enum WindowsZones {
    /// The tz database's name; nil of a name that Windows does not have.
    static func zone(_ name: String) -> String? { table[name.lowercased()] }

    private static let table: [String: String] = {
        let pairs = rows.split(separator: "\n").compactMap { row -> (String, String)? in
            guard let mark = row.lastIndex(of: "=") else { return nil }
            return (String(row[..<mark]), String(row[row.index(after: mark)...]))
        }
        return Dictionary(pairs) { first, _ in first }
    }()

    private static let rows = """
        (utc) coordinated universal time=Etc/UTC
        (utc+00:00) dublin, edinburgh, lisbon, london=Europe/London
        (utc+00:00) monrovia, reykjavik=Atlantic/Reykjavik
        (utc+00:00) sao tome=Africa/Sao_Tome
        (utc+01:00) amsterdam, berlin, bern, rome, stockholm, vienna=Europe/Berlin
        (utc+01:00) belgrade, bratislava, budapest, ljubljana, prague=Europe/Budapest
        (utc+01:00) brussels, copenhagen, madrid, paris=Europe/Paris
        (utc+01:00) casablanca=Africa/Casablanca
        (utc+01:00) sarajevo, skopje, warsaw, zagreb=Europe/Warsaw
        (utc+01:00) west central africa=Africa/Lagos
        (utc+02:00) amman=Asia/Amman
        (utc+02:00) athens, bucharest=Europe/Bucharest
        (utc+02:00) beirut=Asia/Beirut
        (utc+02:00) cairo=Africa/Cairo
        (utc+02:00) chisinau=Europe/Chisinau
        (utc+02:00) damascus=Asia/Damascus
        (utc+02:00) gaza, hebron=Asia/Hebron
        (utc+02:00) harare, pretoria=Africa/Johannesburg
        (utc+02:00) helsinki, kyiv, riga, sofia, tallinn, vilnius=Europe/Kiev
        (utc+02:00) jerusalem=Asia/Jerusalem
        (utc+02:00) juba=Africa/Juba
        (utc+02:00) kaliningrad=Europe/Kaliningrad
        (utc+02:00) khartoum=Africa/Khartoum
        (utc+02:00) tripoli=Africa/Tripoli
        (utc+02:00) windhoek=Africa/Windhoek
        (utc+03:00) baghdad=Asia/Baghdad
        (utc+03:00) istanbul=Europe/Istanbul
        (utc+03:00) kuwait, riyadh=Asia/Riyadh
        (utc+03:00) minsk=Europe/Minsk
        (utc+03:00) moscow, st. petersburg=Europe/Moscow
        (utc+03:00) nairobi=Africa/Nairobi
        (utc+03:30) tehran=Asia/Tehran
        (utc+04:00) abu dhabi, muscat=Asia/Dubai
        (utc+04:00) astrakhan, ulyanovsk=Europe/Astrakhan
        (utc+04:00) baku=Asia/Baku
        (utc+04:00) izhevsk, samara=Europe/Samara
        (utc+04:00) port louis=Indian/Mauritius
        (utc+04:00) saratov=Europe/Saratov
        (utc+04:00) tbilisi=Asia/Tbilisi
        (utc+04:00) volgograd=Europe/Volgograd
        (utc+04:00) yerevan=Asia/Yerevan
        (utc+04:30) kabul=Asia/Kabul
        (utc+05:00) ashgabat, tashkent=Asia/Tashkent
        (utc+05:00) ekaterinburg=Asia/Yekaterinburg
        (utc+05:00) islamabad, karachi=Asia/Karachi
        (utc+05:00) qyzylorda=Asia/Qyzylorda
        (utc+05:30) chennai, kolkata, mumbai, new delhi=Asia/Calcutta
        (utc+05:30) sri jayawardenepura=Asia/Colombo
        (utc+05:45) kathmandu=Asia/Katmandu
        (utc+06:00) astana=Asia/Almaty
        (utc+06:00) dhaka=Asia/Dhaka
        (utc+06:00) omsk=Asia/Omsk
        (utc+06:30) yangon (rangoon)=Asia/Rangoon
        (utc+07:00) bangkok, hanoi, jakarta=Asia/Bangkok
        (utc+07:00) barnaul, gorno-altaysk=Asia/Barnaul
        (utc+07:00) hovd=Asia/Hovd
        (utc+07:00) krasnoyarsk=Asia/Krasnoyarsk
        (utc+07:00) novosibirsk=Asia/Novosibirsk
        (utc+07:00) tomsk=Asia/Tomsk
        (utc+08:00) beijing, chongqing, hong kong, urumqi=Asia/Shanghai
        (utc+08:00) irkutsk=Asia/Irkutsk
        (utc+08:00) kuala lumpur, singapore=Asia/Singapore
        (utc+08:00) perth=Australia/Perth
        (utc+08:00) taipei=Asia/Taipei
        (utc+08:00) ulaanbaatar=Asia/Ulaanbaatar
        (utc+08:45) eucla=Australia/Eucla
        (utc+09:00) chita=Asia/Chita
        (utc+09:00) osaka, sapporo, tokyo=Asia/Tokyo
        (utc+09:00) pyongyang=Asia/Pyongyang
        (utc+09:00) seoul=Asia/Seoul
        (utc+09:00) yakutsk=Asia/Yakutsk
        (utc+09:30) adelaide=Australia/Adelaide
        (utc+09:30) darwin=Australia/Darwin
        (utc+10:00) brisbane=Australia/Brisbane
        (utc+10:00) canberra, melbourne, sydney=Australia/Sydney
        (utc+10:00) guam, port moresby=Pacific/Port_Moresby
        (utc+10:00) hobart=Australia/Hobart
        (utc+10:00) vladivostok=Asia/Vladivostok
        (utc+10:30) lord howe island=Australia/Lord_Howe
        (utc+11:00) bougainville island=Pacific/Bougainville
        (utc+11:00) chokurdakh=Asia/Srednekolymsk
        (utc+11:00) magadan=Asia/Magadan
        (utc+11:00) norfolk island=Pacific/Norfolk
        (utc+11:00) sakhalin=Asia/Sakhalin
        (utc+11:00) solomon is., new caledonia=Pacific/Guadalcanal
        (utc+12:00) anadyr, petropavlovsk-kamchatsky=Asia/Kamchatka
        (utc+12:00) auckland, wellington=Pacific/Auckland
        (utc+12:00) coordinated universal time+12=Etc/GMT-12
        (utc+12:00) fiji=Pacific/Fiji
        (utc+12:45) chatham islands=Pacific/Chatham
        (utc+13:00) coordinated universal time+13=Etc/GMT-13
        (utc+13:00) nuku'alofa=Pacific/Tongatapu
        (utc+13:00) samoa=Pacific/Apia
        (utc+14:00) kiritimati island=Pacific/Kiritimati
        (utc-01:00) azores=Atlantic/Azores
        (utc-01:00) cabo verde is.=Atlantic/Cape_Verde
        (utc-02:00) coordinated universal time-02=Etc/GMT+2
        (utc-03:00) araguaina=America/Araguaina
        (utc-03:00) brasilia=America/Sao_Paulo
        (utc-03:00) cayenne, fortaleza=America/Cayenne
        (utc-03:00) city of buenos aires=America/Buenos_Aires
        (utc-03:00) greenland=America/Godthab
        (utc-03:00) montevideo=America/Montevideo
        (utc-03:00) punta arenas=America/Punta_Arenas
        (utc-03:00) saint pierre and miquelon=America/Miquelon
        (utc-03:00) salvador=America/Bahia
        (utc-03:30) newfoundland=America/St_Johns
        (utc-04:00) asuncion=America/Asuncion
        (utc-04:00) atlantic time (canada)=America/Halifax
        (utc-04:00) caracas=America/Caracas
        (utc-04:00) cuiaba=America/Cuiaba
        (utc-04:00) georgetown, la paz, manaus, san juan=America/La_Paz
        (utc-04:00) santiago=America/Santiago
        (utc-05:00) bogota, lima, quito, rio branco=America/Bogota
        (utc-05:00) chetumal=America/Cancun
        (utc-05:00) eastern time (us & canada)=America/New_York
        (utc-05:00) haiti=America/Port-au-Prince
        (utc-05:00) havana=America/Havana
        (utc-05:00) indiana (east)=America/Indianapolis
        (utc-05:00) turks and caicos=America/Grand_Turk
        (utc-06:00) central america=America/Guatemala
        (utc-06:00) central time (us & canada)=America/Chicago
        (utc-06:00) easter island=Pacific/Easter
        (utc-06:00) guadalajara, mexico city, monterrey=America/Mexico_City
        (utc-06:00) saskatchewan=America/Regina
        (utc-07:00) arizona=America/Phoenix
        (utc-07:00) chihuahua, la paz, mazatlan=America/Chihuahua
        (utc-07:00) mountain time (us & canada)=America/Denver
        (utc-07:00) yukon=America/Whitehorse
        (utc-08:00) baja california=America/Tijuana
        (utc-08:00) coordinated universal time-08=Etc/GMT+8
        (utc-08:00) pacific time (us & canada)=America/Los_Angeles
        (utc-09:00) alaska=America/Anchorage
        (utc-09:00) coordinated universal time-09=Etc/GMT+9
        (utc-09:30) marquesas islands=Pacific/Marquesas
        (utc-10:00) aleutian islands=America/Adak
        (utc-10:00) hawaii=Pacific/Honolulu
        (utc-11:00) coordinated universal time-11=Etc/GMT+11
        (utc-12:00) international date line west=Etc/GMT+12
        afghanistan standard time=Asia/Kabul
        alaskan standard time=America/Anchorage
        aleutian standard time=America/Adak
        altai standard time=Asia/Barnaul
        arab standard time=Asia/Riyadh
        arabian standard time=Asia/Dubai
        arabic standard time=Asia/Baghdad
        argentina standard time=America/Buenos_Aires
        astrakhan standard time=Europe/Astrakhan
        atlantic standard time=America/Halifax
        aus central standard time=Australia/Darwin
        aus central w. standard time=Australia/Eucla
        aus eastern standard time=Australia/Sydney
        azerbaijan standard time=Asia/Baku
        azores standard time=Atlantic/Azores
        bahia standard time=America/Bahia
        bangladesh standard time=Asia/Dhaka
        belarus standard time=Europe/Minsk
        bougainville standard time=Pacific/Bougainville
        canada central standard time=America/Regina
        cape verde standard time=Atlantic/Cape_Verde
        caucasus standard time=Asia/Yerevan
        cen. australia standard time=Australia/Adelaide
        central america standard time=America/Guatemala
        central asia standard time=Asia/Almaty
        central brazilian standard time=America/Cuiaba
        central europe standard time=Europe/Budapest
        central european standard time=Europe/Warsaw
        central pacific standard time=Pacific/Guadalcanal
        central standard time=America/Chicago
        central standard time (mexico)=America/Mexico_City
        chatham islands standard time=Pacific/Chatham
        china standard time=Asia/Shanghai
        cuba standard time=America/Havana
        dateline standard time=Etc/GMT+12
        e. africa standard time=Africa/Nairobi
        e. australia standard time=Australia/Brisbane
        e. europe standard time=Europe/Chisinau
        e. south america standard time=America/Sao_Paulo
        easter island standard time=Pacific/Easter
        eastern standard time=America/New_York
        eastern standard time (mexico)=America/Cancun
        egypt standard time=Africa/Cairo
        ekaterinburg standard time=Asia/Yekaterinburg
        fiji standard time=Pacific/Fiji
        fle standard time=Europe/Kiev
        georgian standard time=Asia/Tbilisi
        gmt standard time=Europe/London
        greenland standard time=America/Godthab
        greenwich standard time=Atlantic/Reykjavik
        gtb standard time=Europe/Bucharest
        haiti standard time=America/Port-au-Prince
        hawaiian standard time=Pacific/Honolulu
        india standard time=Asia/Calcutta
        iran standard time=Asia/Tehran
        israel standard time=Asia/Jerusalem
        jordan standard time=Asia/Amman
        kaliningrad standard time=Europe/Kaliningrad
        korea standard time=Asia/Seoul
        libya standard time=Africa/Tripoli
        line islands standard time=Pacific/Kiritimati
        lord howe standard time=Australia/Lord_Howe
        magadan standard time=Asia/Magadan
        magallanes standard time=America/Punta_Arenas
        marquesas standard time=Pacific/Marquesas
        mauritius standard time=Indian/Mauritius
        middle east standard time=Asia/Beirut
        montevideo standard time=America/Montevideo
        morocco standard time=Africa/Casablanca
        mountain standard time=America/Denver
        mountain standard time (mexico)=America/Chihuahua
        myanmar standard time=Asia/Rangoon
        n. central asia standard time=Asia/Novosibirsk
        namibia standard time=Africa/Windhoek
        nepal standard time=Asia/Katmandu
        new zealand standard time=Pacific/Auckland
        newfoundland standard time=America/St_Johns
        norfolk standard time=Pacific/Norfolk
        north asia east standard time=Asia/Irkutsk
        north asia standard time=Asia/Krasnoyarsk
        north korea standard time=Asia/Pyongyang
        omsk standard time=Asia/Omsk
        pacific sa standard time=America/Santiago
        pacific standard time=America/Los_Angeles
        pacific standard time (mexico)=America/Tijuana
        pakistan standard time=Asia/Karachi
        paraguay standard time=America/Asuncion
        qyzylorda standard time=Asia/Qyzylorda
        romance standard time=Europe/Paris
        russia time zone 10=Asia/Srednekolymsk
        russia time zone 11=Asia/Kamchatka
        russia time zone 3=Europe/Samara
        russian standard time=Europe/Moscow
        sa eastern standard time=America/Cayenne
        sa pacific standard time=America/Bogota
        sa western standard time=America/La_Paz
        saint pierre standard time=America/Miquelon
        sakhalin standard time=Asia/Sakhalin
        samoa standard time=Pacific/Apia
        sao tome standard time=Africa/Sao_Tome
        saratov standard time=Europe/Saratov
        se asia standard time=Asia/Bangkok
        singapore standard time=Asia/Singapore
        south africa standard time=Africa/Johannesburg
        south sudan standard time=Africa/Juba
        sri lanka standard time=Asia/Colombo
        sudan standard time=Africa/Khartoum
        syria standard time=Asia/Damascus
        taipei standard time=Asia/Taipei
        tasmania standard time=Australia/Hobart
        tocantins standard time=America/Araguaina
        tokyo standard time=Asia/Tokyo
        tomsk standard time=Asia/Tomsk
        tonga standard time=Pacific/Tongatapu
        transbaikal standard time=Asia/Chita
        turkey standard time=Europe/Istanbul
        turks and caicos standard time=America/Grand_Turk
        ulaanbaatar standard time=Asia/Ulaanbaatar
        us eastern standard time=America/Indianapolis
        us mountain standard time=America/Phoenix
        utc=Etc/UTC
        utc+12=Etc/GMT-12
        utc+13=Etc/GMT-13
        utc-02=Etc/GMT+2
        utc-08=Etc/GMT+8
        utc-09=Etc/GMT+9
        utc-11=Etc/GMT+11
        venezuela standard time=America/Caracas
        vladivostok standard time=Asia/Vladivostok
        volgograd standard time=Europe/Volgograd
        w. australia standard time=Australia/Perth
        w. central africa standard time=Africa/Lagos
        w. europe standard time=Europe/Berlin
        w. mongolia standard time=Asia/Hovd
        west asia standard time=Asia/Tashkent
        west bank standard time=Asia/Hebron
        west pacific standard time=Pacific/Port_Moresby
        yakutsk standard time=Asia/Yakutsk
        yukon standard time=America/Whitehorse
        """
}
