"""What the repository must be: signed with the operator's key, and not out of date."""
import datetime
import os
import re
import subprocess
import unittest

from booth import NEW, OLD, Case, call


class Source(Case):
    def assert_refused(self, reason, result="refused"):
        self.assertEqual(self.update(), 1, self.said)
        self.assertEqual(self.last(), (result, reason), self.said)
        self.assertEqual(self.version(), OLD)
        self.assertNotIn("systemctl stop", self.read("test/log"))

    def change_release(self, **fields):
        """Signs the Release file anew with other fields."""
        dists = self.root / "repo/dists/stable"
        text = (dists / "Release").read_text()
        for name, value in fields.items():
            name = name.replace("_", "-")
            text = re.sub(f"^{name}: .*$", f"{name}: {value}", text, flags=re.M)
        (dists / "Release").write_text(text)
        call("gpg", "--batch", "--yes", "--local-user", self.workshop.key, "--clearsign", "--output", dists / "InRelease", dists / "Release")
        (dists / "Release.gpg").unlink()

    def day(self, days):
        return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days)).strftime("%a, %d %b %Y %H:%M:%S +0000")

    def test_unsigned(self):
        self.publish(self.package("hello-booth", NEW))
        for name in ("InRelease", "Release.gpg"):
            (self.root / "repo/dists/stable" / name).unlink()
        self.assert_refused("repository-signature")

    def test_signed_by_somebody_else(self):
        self.publish(self.package("hello-booth", NEW), key=self.workshop.other_key)
        self.assert_refused("repository-signature")
        # Also when good lists are there already: apt alone would go on with those and only warn.
        self.publish()
        self.assertEqual(self.update(), 0, self.said)
        self.publish(self.package("hello-booth", "1.2"), key=self.workshop.other_key)
        self.assertEqual(self.update(), 1, self.said)
        self.assertEqual(self.last(), ("refused", "repository-signature"))

    def test_a_package_that_was_changed_after_signing(self):
        self.publish(self.package("hello-booth", NEW))
        deb, = (self.root / "repo/pool").rglob("hello-booth_1.1_*.deb")
        with open(deb, "r+b") as file:
            file.seek(-100, os.SEEK_END)
            file.write(b"changed")
        self.assert_refused("download-failed", "failed")

    def test_expired(self):
        self.publish(self.package("hello-booth", NEW))
        self.change_release(Date=self.day(-40), Valid_Until=self.day(-10))
        self.assert_refused("repository-expired")
        # A booth whose clock nobody has set cannot judge that, and must not be shut out for ever.
        self.write("test/ntp", "no")
        self.assertEqual(self.update(), 0, self.said)
        self.assertEqual(self.results[-1]["clock"], "doubtful")
        self.assertEqual(self.version(), NEW)

    def test_the_booths_clock_is_behind(self):
        self.publish(self.package("hello-booth", NEW))
        self.change_release(Date=self.day(400), Valid_Until=self.day(430))
        self.assert_refused("repository-not-yet-valid")
        self.write("test/ntp", "no")
        self.assertEqual(self.update(), 0, self.said)
        self.assertEqual(self.version(), NEW)

    def test_an_older_state_that_is_shown_again(self):
        self.publish(self.package("hello-booth", NEW))
        self.change_release(Date=self.day(-2))
        old = (self.root / "repo/dists/stable/InRelease").read_bytes()
        call("cp", "-a", self.root / "repo/dists", self.root / "repo/old")
        self.publish(self.package("hello-booth", "1.2"))
        self.assertEqual(self.update(), 0, self.said)
        self.assertEqual(self.version(), "1.2")
        call("rm", "-r", self.root / "repo/dists")
        (self.root / "repo/old").rename(self.root / "repo/dists")
        self.assertEqual((self.root / "repo/dists/stable/InRelease").read_bytes(), old)
        self.update()
        self.assertEqual(self.version(), "1.2")

    def test_a_source_without_a_key(self):
        self.publish(self.package("hello-booth", NEW))
        path = "etc/apt/sources.list.d/hello-booth.sources"
        good = self.read(path)
        for text in (good.replace("Signed-By", "#Signed-By"), good + "Trusted: yes\n", good + "Allow-Insecure: yes\n"):
            self.write(path, text)
            self.assert_refused("source-unsafe")

    def test_only_the_booths_packages_come_from_it(self):
        """The pin: a package of the system in the operator's repository, however new, is no candidate."""
        self.publish(self.package("bash", "99"))
        self.assertEqual(self.update(), 0, self.said)
        self.inside("apt-cache", "policy", "bash")
        self.assertRegex(self.said, r"Candidate: 5\.")

    def test_the_same_version_with_another_content_is_not_published(self):
        self.publish(self.package("hello-booth", NEW))
        with self.assertRaisesRegex(AssertionError, "another content"):
            self.publish(self.package("hello-booth", NEW, "no-sound"))

    def test_nothing_to_go_back_to(self):
        """It was installed from a file that is gone; a technician gives it the .deb."""
        self.publish(self.package("hello-booth", NEW))
        deb, = (self.root / "var/cache/apt/archives").glob("hello-booth_*.deb")
        deb.rename(self.root / "root/hello-booth.deb")
        self.assert_refused("nothing-to-go-back-to")
        self.assertEqual(self.update("keep", "/root/hello-booth.deb"), 0, self.said)
        self.assertEqual(self.update(), 0, self.said)
        self.assertEqual(self.version(), NEW)

    def test_it_would_remove_or_change_another_package(self):
        other = self.package("hello-booth-sos", NEW)
        self.publish(self.package("hello-booth", NEW, depends=f"hello-booth-sos (>= {NEW})"), other)
        self.write("var/lib/hello-booth-update-marks", "")
        (self.root / "var/lib/hello-booth-update").mkdir()
        self.write("var/lib/hello-booth-update/broken", f"hello-booth-sos {NEW}\n")
        self.assert_refused("changes-others")


if __name__ == "__main__":
    unittest.main()
