"""Never while somebody uses the booth, and never without room."""
import subprocess
import unittest

from booth import NEW, OLD, Case, call


class InUse(Case):
    def limit(self, seconds):
        self.write("etc/default/booth-update", self.read("etc/default/booth-update") + f"IDLE_LIMIT={seconds}\n")

    def test_in_a_session_all_night(self):
        self.limit(1)
        self.write("test/busy", "a session\n")
        self.publish(self.package("hello-booth-sos", NEW), self.package("hello-booth", NEW))
        self.assertEqual(self.update(), 0, self.said)
        self.assertEqual([(result["result"], result["reason"], result["detail"]) for result in self.results],
                         [("postponed", "in-use", "a session")] * 2)
        self.assert_runs(OLD)
        self.assert_sos_untouched()
        self.assertNotIn("systemctl stop", self.read("test/log"))
        # The next night.
        self.write("test/busy", "")
        self.assertEqual(self.update(), 0, self.said)
        self.assert_runs(NEW)

    def test_it_waits_until_the_session_is_over(self):
        self.limit(1000)
        self.publish(self.package("hello-booth", NEW))
        self.write("test/busy", "a call\n")
        process = self.start("/usr/libexec/hello-booth/booth-update")
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(8)
        self.assertEqual(self.version(), OLD)
        self.write("test/busy", "")
        self.said = process.communicate()[0]
        self.assert_runs(NEW)

    def test_the_kiosk_is_dead_and_a_call_is_up(self):
        self.limit(1)
        (self.root / "test/units/kiosk.service").unlink()
        self.write("test/line", "1")
        self.publish(self.package("hello-booth-sos", NEW), self.package("hello-booth", NEW))
        self.assertEqual(self.update(), 0, self.said)
        self.assertEqual(self.last(), ("postponed", "in-use"))
        self.assert_sos_untouched()

    def test_two_at_once(self):
        lock = self.root / "var/lib/hello-booth-update/lock"
        lock.parent.mkdir()
        lock.touch()
        self.write("etc/default/booth-update", "LOCK_SECONDS=0\n")
        with subprocess.Popen(["flock", lock, "cat"], stdin=subprocess.PIPE) as holder:
            call("sh", "-c", "while flock -n \"$0\" true; do sleep 0.1; done", lock)
            self.assertEqual(self.update(), 75)
            holder.stdin.close()


class DiskFull(Case):
    SIZE = "40m"

    def fill(self, leave):
        """Fills the disk but for so many kilobytes."""
        free = int(call("df", "--output=avail", "-k", self.root).split()[-1])
        call("fallocate", "-l", f"{free - leave}K", self.root / "filling")

    def test_while_downloading(self):
        self.publish(self.package("hello-booth", NEW, filling=3 << 20))
        self.fill(1024)
        self.assertEqual(self.update(), 1, self.said)
        self.assertEqual(self.last(), ("failed", "disk-full"), self.said)
        self.assert_runs(OLD)
        # It is not the version's fault.
        (self.root / "filling").unlink()
        self.assertEqual(self.update(), 0, self.said)
        self.assert_runs(NEW)

    def test_too_little_room_for_unpacking(self):
        self.publish(self.package("hello-booth", NEW, filling=3 << 20))
        self.fill(5 << 10)
        self.assertEqual(self.update(), 1, self.said)
        self.assertEqual(self.last(), ("failed", "disk-full"), self.said)
        self.assertNotIn("systemctl stop", self.read("test/log"))

    def test_while_unpacking(self):
        """Something else fills the disk just then; the room that was reserved is enough to go back."""
        self.publish(self.package("hello-booth", NEW, filling=3 << 20, preinst="dd if=/dev/zero of=/filling bs=64k 2>/dev/null || true"))
        self.assertEqual(self.update(), 1, self.said)
        self.assertEqual(self.version(), OLD, self.said)
        self.assertTrue((self.root / "test/units/kiosk.service").exists())
        (self.root / "filling").unlink()
        self.update("resume")
        self.assert_runs(OLD)
        self.assertEqual(self.read("var/lib/kiosk/events.sqlite"), "five hundred events")


if __name__ == "__main__":
    unittest.main()
