"""An update that goes well, and newer versions that are worse."""
import unittest

from booth import NEW, NEWER, OLD, Case


class GoingWell(Case):
    def test_the_newer_version_is_installed_and_kept(self):
        self.write("etc/kiosk/hello-booth.yaml", "mine\n")
        self.publish(self.package("hello-booth", NEW))
        self.assertEqual(self.update(), 0, self.said)
        self.assert_runs(NEW)
        self.assert_sos_untouched()
        result, = self.results
        self.assertEqual({name: result[name] for name in ("package", "from", "to", "installed", "result", "reason", "clock")}, {
            "package": "hello-booth", "from": OLD, "to": NEW, "installed": NEW, "result": "updated", "reason": "healthy", "clock": "set"})
        self.assertEqual(self.read("etc/kiosk/hello-booth.yaml"), "mine\n")
        self.assertIn("its .deb is kept", self.read_status())
        # Nothing to do the next night.
        self.write("test/log", "")
        self.assertEqual(self.update(), 0)
        self.assertEqual(len(self.results), 1)
        self.assertNotIn("kiosk.service", self.read("test/log"))

    def read_status(self):
        self.update("status")
        return self.said

    def test_sos_and_kiosk_are_two_transactions(self):
        self.publish(self.package("hello-booth-sos", NEW), self.package("hello-booth", NEW, depends=f"hello-booth-sos (>= {NEW})"))
        self.assertEqual(self.update(), 0, self.said)
        self.assertEqual([(result["package"], result["result"]) for result in self.results],
                         [("hello-booth-sos", "updated"), ("hello-booth", "updated")])
        log = self.read("var/log/apt/history.log")
        self.assertEqual(log.count("Commandline"), 2)
        self.assertNotIn("hello-booth-sos:amd64 (1.0, 1.1), hello-booth", log)

    def test_a_trunk_that_was_down_before_is_no_fault(self):
        self.write("test/world", "no-trunk")
        self.publish(self.package("hello-booth", NEW))
        self.update()
        self.assertEqual(self.last(), ("updated", "healthy"), self.said)

    def test_a_dead_kiosk_gets_the_version_that_mends_it(self):
        (self.root / "test/units/kiosk.service").unlink()
        self.publish(self.package("hello-booth", NEW))
        self.assertEqual(self.update(), 0, self.said)
        self.assert_runs(NEW)

    def test_a_new_key_comes_by_the_keyring(self):
        both = self.workshop.keyring("2026.02.01", self.workshop.key, self.workshop.other_key)
        self.publish(both)
        self.assertEqual(self.update(), 0, self.said)
        self.publish(self.package("hello-booth", NEW), key=self.workshop.other_key)
        self.assertEqual(self.update(), 0, self.said)
        self.assert_runs(NEW)

    def test_a_keyring_that_locks_the_booth_out_is_put_back(self):
        self.publish(self.workshop.keyring("2026.03.01", self.workshop.other_key), self.package("hello-booth", NEW))
        self.assertEqual(self.update(), 1)
        self.assertEqual(self.version("hello-booth-keyring"), "2026.01.01")
        self.assert_runs(NEW)


class Worse(Case):
    def assert_goes_back(self, reason, *words, **more):
        self.publish(self.package("hello-booth", NEW, *words, **more))
        self.assertEqual(self.update(), 1, self.said)
        self.assert_runs(OLD)
        self.assert_sos_untouched()
        self.assertEqual(self.last(), ("rolled-back", reason), self.said)
        self.assertEqual(self.results[-1]["installed"], OLD)
        self.assertEqual(self.read("var/lib/kiosk/events.sqlite"), "five hundred events")

    def test_it_is_not_tried_again_but_a_newer_one_is(self):
        self.assert_goes_back("worse-than-before", "no-sound")
        self.assertEqual(self.update(), 0, self.said)
        self.assertEqual(len(self.results), 1)
        self.publish(self.package("hello-booth", NEWER))
        self.assertEqual(self.update(), 0, self.said)
        self.assert_runs(NEWER)

    def test_its_postinst_fails(self):
        self.assert_goes_back("does-not-install", postinst="exit 1")

    def test_its_postinst_and_prerm_fail(self):
        self.assert_goes_back("does-not-install", postinst="exit 1", prerm="exit 1", postrm="exit 1")

    def test_it_does_not_start(self):
        self.assert_goes_back("does-not-start", "does-not-start")

    def test_it_starts_and_dies(self):
        self.assert_goes_back("died", "dies")

    def test_no_sound(self):
        self.assert_goes_back("worse-than-before", "no-sound")
        self.assertEqual(self.results[0]["checks"], [{"check": "sound speaker", "before": "OK", "now": "FAIL", "seen": ""}])

    def test_no_agent(self):
        self.assert_goes_back("worse-than-before", "no-agent")

    def test_no_upload(self):
        self.assert_goes_back("worse-than-before", "no-upload")

    def test_without_its_program(self):
        self.assert_goes_back("worse-than-before", without=["usr/bin/kiosk"])

    def test_files_missing_after_it(self):
        self.assert_goes_back("files-missing", postinst="rm /usr/share/hello-booth/fate; systemctl restart kiosk.service || true")

    def test_without_an_updater(self):
        self.publish(self.package("hello-booth", NEW, "does-not-start", without=["usr/libexec"]))
        self.assertEqual(self.update(), 1)
        self.assert_runs(OLD)

    def test_a_conffile_that_was_changed_here_stays(self):
        self.write("etc/kiosk/hello-booth.yaml", "mine\n")
        self.publish(self.package("hello-booth", NEW, "no-sound"))
        self.update()
        self.assertEqual(self.version(), OLD)
        self.assertEqual(self.read("etc/kiosk/hello-booth.yaml"), "mine\n")

    def test_a_queue_that_the_older_version_cannot_use(self):
        """The newer version has made it unusable: the copy is used, and the newer file is kept."""
        self.publish(self.package("hello-booth", NEW, "no-sound",
                                  postinst="echo unusable >>/var/lib/kiosk/events.sqlite; systemctl restart kiosk.service"))
        self.update()
        self.assert_runs(OLD)
        self.assertEqual(self.read("var/lib/kiosk/events.sqlite"), "five hundred events")
        kept, = (self.root / "var/lib/kiosk").glob("events.sqlite.newer-*")
        self.assertIn("unusable", kept.read_text())


class WorseSOS(Case):
    def assert_goes_back(self, *words, **more):
        self.publish(self.package("hello-booth-sos", NEW, *words, **more), self.package("hello-booth", NEW))
        self.assertEqual(self.update(), 1, self.said)
        self.assert_runs(OLD, "hello-booth-sos")
        self.assertEqual([(result["package"], result["result"]) for result in self.results],
                         [("hello-booth-sos", "rolled-back"), ("hello-booth", "updated")])
        self.assert_runs(NEW)

    def test_it_does_not_start(self):
        self.assert_goes_back("does-not-start")

    def test_its_postinst_fails(self):
        self.assert_goes_back(postinst="exit 1")

    def test_a_kiosk_that_needs_the_broken_one_waits(self):
        self.publish(self.package("hello-booth-sos", NEW, "dies"), self.package("hello-booth", NEW, depends=f"hello-booth-sos (>= {NEW})"))
        self.update()
        self.assert_runs(OLD, "hello-booth-sos")
        self.assert_runs(OLD)
        self.assertEqual(self.last(), ("refused", "changes-others"))


if __name__ == "__main__":
    unittest.main()
