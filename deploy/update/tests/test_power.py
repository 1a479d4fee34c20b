"""The power is cut at each step of the journal and inside dpkg; the next boot finishes or undoes it."""
import unittest

from booth import NEW, OLD, Case

# A maintainer script during which the power goes.
CUT = "if [ -p /test/power ]; then echo cut >/test/power; exec sleep 1000; fi"


class PowerCut(Case):
    def cut_at(self, step, *words, **more):
        self.publish(self.package("hello-booth", NEW, *words, **more))
        self.write("test/cut", step)
        self.cut()
        self.boot()

    def assert_after(self, version, result):
        self.assert_runs(version)
        self.assertEqual(self.version("hello-booth-sos"), OLD)
        self.assertEqual([self.last()], [result], self.said)
        self.assertEqual(len(self.results), 1)
        self.assertEqual(self.read("var/lib/kiosk/events.sqlite"), "five hundred events")
        self.assertFalse((self.root / "etc/systemd/system/booth-update-resume.service").exists())

    def test_prepared(self):
        self.cut_at("prepared")
        self.assert_after(OLD, ("interrupted", "power-cut"))
        self.assertEqual(self.update(), 0, self.said)
        self.assert_runs(NEW)

    def test_stopped(self):
        self.cut_at("stopped")
        self.assert_after(OLD, ("interrupted", "power-cut"))

    def test_installing_before_anything_is_changed(self):
        self.cut_at("installing")
        self.assert_after(OLD, ("rolled-back", "interrupted"))
        # It is not the version's fault.
        self.assertEqual(self.update(), 0, self.said)
        self.assert_runs(NEW)

    def test_checking(self):
        self.cut_at("checking")
        self.assert_after(NEW, ("updated", "healthy"))

    def test_checking_what_is_worse(self):
        self.cut_at("checking", "no-sound")
        self.assert_after(OLD, ("rolled-back", "worse-than-before"))

    def test_going_back(self):
        self.cut_at("going-back", "no-sound")
        self.assert_after(OLD, ("rolled-back", "worse-than-before"))

    def test_gone_back(self):
        self.cut_at("gone-back", "no-sound")
        self.assert_after(OLD, ("rolled-back", "worse-than-before"))

    def test_going_back_twice(self):
        self.publish(self.package("hello-booth", NEW, "no-sound"))
        self.write("test/cut", "going-back")
        self.cut()
        self.boot(resume=False)
        self.write("test/cut", "going-back")
        self.write("test/cut", "gone-back")
        self.cut("resume")
        self.boot()
        self.assert_after(OLD, ("rolled-back", "worse-than-before"))

    def inside_dpkg(self, result=("updated", "healthy"), version=NEW, **more):
        self.publish(self.package("hello-booth", NEW, **more))
        self.cut()
        self.boot()
        self.assert_after(version, result)

    def test_before_unpacking(self):
        self.inside_dpkg(preinst=CUT, version=OLD, result=("rolled-back", "interrupted"))

    def test_unpacked(self):
        # postrm of the version before: `upgrade`, between unpacking and setting up.
        self.inside_dpkg(postinst=f"{CUT}; systemctl restart kiosk.service")

    def test_in_the_middle_of_unpacking(self):
        """dpkg is cut off when it has read half of the archive."""
        real = self.root / "usr/bin/dpkg-deb"
        real.rename(real.with_suffix(".real"))
        real.write_text('#!/bin/sh\nif [ "$1" = --fsys-tarfile ] && [ -p /test/power ] && [ "$(sed -n s/^step=//p '
                        '/var/lib/hello-booth-update/journal)" = installing ]; then dpkg-deb.real "$@" | head -c 400000; '
                        'echo cut >/test/power; exec sleep 1000; fi\nexec dpkg-deb.real "$@"\n')
        real.chmod(0o755)
        self.inside_dpkg(filling=1 << 20, version=OLD, result=("rolled-back", "interrupted"))

    def test_again_and_again(self):
        """A version whose installation has the power go, every time, is given up."""
        self.write("etc/default/booth-update", self.read("etc/default/booth-update") + "INTERRUPTIONS=2\n")
        self.publish(self.package("hello-booth", NEW, preinst=CUT))
        self.cut()
        self.boot()
        self.cut()
        self.boot()
        self.assertEqual(self.last(), ("rolled-back", "interrupted-too-often"), self.said)
        self.assert_runs(OLD)
        self.assertEqual(self.update(), 0, self.said)
        self.assertEqual(len(self.results), 2)

    def test_the_new_package_has_no_updater(self):
        self.cut_at("checking", "does-not-start", without=["usr/libexec"])
        self.assert_after(OLD, ("rolled-back", "does-not-start"))

    def test_sos(self):
        self.publish(self.package("hello-booth-sos", NEW, "does-not-start"))
        self.write("test/cut", "checking")
        self.cut()
        self.boot()
        self.assert_runs(OLD, "hello-booth-sos")
        self.assert_runs(OLD)
        self.assertEqual(self.last()[0], "rolled-back")


if __name__ == "__main__":
    unittest.main()
