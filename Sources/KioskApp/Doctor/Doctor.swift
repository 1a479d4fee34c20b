import BoothConfiguration
import Glibc
import Vocabulary

/// Looks at everything that a booth needs.
struct Doctor {
    let locations: Locations
    let overlay: String?
    /// The directory of the agent's configuration.
    let agent: String

    /// The report once the services have had time to start: a trunk and a platform are heard of within a minute.
    func report(afterRestart: Bool) -> DoctorReport {
        var report = report
        for _ in 0..<30 where afterRestart && !report.isSettled {
            sleep(2)
            report = self.report
        }
        return report
    }

    var report: DoctorReport {
        let loaded = ConfigurationStore(
            directory: locations.configuration, overlay: overlay, recordings: locations.prompts
        ).load()
        let settings = loaded.settings
        let live = settings.telephony.live
        let recordings = EmergencyRecordings(
            assets: locations.assets, booth: settings.booth, languages: loaded.catalogue.languages)
        let answer = RunningKiosk.Answer(asking: locations.controlSocket)
        let kiosk = answer.kiosk
        let files = ConfigurationFindings(
            problems: ConfigurationProblems(loaded, locations, layout: false).withoutRecordings,
            recordings: loaded.problems.hasErrors ? [] : recordings.announcementDoubts() + recordings.sentenceDoubts(),
            booth: settings.booth, live: live)
        var findings = files.findings + KioskFindings(answer: answer).findings
        findings += SoundFindings(settings.audio, kiosk: kiosk, live: live).findings
        findings += TelephonyFindings(settings, locations, agent: agent, kiosk: kiosk).findings
        findings +=
            PlatformFindings(
                isConfigured: settings.platform != nil, kiosk: kiosk, socket: locations.controlSocket
            ).findings
        findings += MachineFindings(state: locations.state).findings
        findings += SecretFindings(settings, agent: agent, state: locations.state).findings
        findings += NetworkFindings(agent: agent, live: live).findings
        findings += UnitFindings(kiosk: kiosk, live: live).findings
        return DoctorReport(findings: findings)
    }
}
