"""A booth whose root is read-only below an overlay in memory, as overlayroot makes it: what an update writes must still be
there after the reboot, and going back too. Uses Debian's own overlayroot-chroot."""
import pathlib
import unittest

from booth import NEW, OLD, Case, call

LOWER = pathlib.Path("/media/root-ro")


class Overlay(Case):
    def setUp(self):
        super().setUp()
        self.disk = self.root
        self.state = self.path / "state"
        self.state.mkdir()
        for folder in ("var/lib/kiosk", "test"):
            call("cp", "-a", self.disk / folder, self.state / pathlib.Path(folder).name)
        (self.state / "hello-booth-update").mkdir()
        (self.disk / "var/lib/hello-booth-update").mkdir()
        # The namespace's own, so that nothing is left on this machine.
        call("mount", "-t", "tmpfs", "tmpfs", LOWER.parent)
        self.addCleanup(call, "umount", "-l", LOWER.parent)
        (self.disk / "media/root-ro").mkdir()
        call("umount", self.disk / "run")
        call("mount", "-t", "tmpfs", "tmpfs", self.disk / "run")

    def power_on(self, state=True):
        """Mounts the overlay with nothing in it yet, as the initramfs does."""
        LOWER.mkdir(exist_ok=True)
        call("mount", "--bind", self.disk, LOWER)
        call("mount", "-o", "remount,ro", LOWER)
        memory = self.path / "memory"
        memory.mkdir(exist_ok=True)
        call("mount", "-t", "tmpfs", "tmpfs", memory)
        for folder in ("upper", "work", "root"):
            (memory / folder).mkdir()
        self.root = memory / "root"
        call("mount", "-t", "overlay", "overlayroot", "-o", f"lowerdir={LOWER},upperdir={memory}/upper,workdir={memory}/work", self.root)
        call("mount", "--move", LOWER, self.root / "media/root-ro")
        for folder in ("var/lib/kiosk", "test") + (("var/lib/hello-booth-update",) if state else ()):
            call("mount", "--bind", self.state / pathlib.Path(folder).name, self.root / folder)
        call("mount", "-t", "tmpfs", "tmpfs", self.root / "run")
        self.addCleanup(self.power_off)

    def power_off(self):
        if self.root != self.disk:
            call("umount", "-R", "-l", self.root)
            call("umount", "-l", self.path / "memory")
            call("mount", "-o", "remount,rw", self.disk)
            self.root = self.disk

    def reboot(self):
        self.assertIn("systemctl reboot", self.read("test/log"), self.said)
        self.write("test/log", "")
        self.power_off()
        self.power_on()
        self.boot()

    def on_disk(self):
        return call("dpkg-query", f"--admindir={self.disk}/var/lib/dpkg", "-W", "-f", "${Version}", "hello-booth")

    def test_it_is_there_after_the_reboot(self):
        self.publish(self.package("hello-booth", NEW))
        self.power_on()
        self.assertEqual(self.update(), 0, self.said)
        self.assertEqual(self.on_disk(), NEW)
        self.reboot()
        self.assertEqual(self.last(), ("updated", "healthy"), self.said)
        self.assert_runs(NEW)
        # And after another one.
        self.power_off()
        self.power_on()
        self.assertEqual(self.version(), NEW)

    def test_a_worse_one_is_gone_after_two_reboots(self):
        self.publish(self.package("hello-booth", NEW, "no-sound"))
        self.power_on()
        self.update()
        self.reboot()
        self.assertEqual(self.on_disk(), OLD)
        self.reboot()
        self.assertEqual(self.last(), ("rolled-back", "worse-than-before"), self.said)
        self.assert_runs(OLD)
        self.assertEqual(self.read("var/lib/kiosk/events.sqlite"), "five hundred events")

    def test_one_that_cannot_be_installed(self):
        self.publish(self.package("hello-booth", NEW, postinst="exit 1"))
        self.power_on()
        self.update()
        self.reboot()
        self.assertEqual(self.last(), ("rolled-back", "does-not-install"), self.said)
        self.assert_runs(OLD)

    def test_without_a_place_for_its_journal(self):
        self.publish(self.package("hello-booth", NEW))
        self.power_on(state=False)
        self.assertEqual(self.update(), 78, self.said)
        self.assertEqual(self.on_disk(), OLD)


if __name__ == "__main__":
    unittest.main()
