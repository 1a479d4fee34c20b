import os
import signal

from programs import Case, module

tour = module("tour")


class Ending(Case):
    """How the tour learns how the demonstration ended, in a real tmux."""

    def open(self, body):
        tour.KIOSK = self.program("kiosk", body)
        for name in tour.House.CHILDREN:
            with open(self.path("state", name + ".pid"), "w", encoding="utf-8") as file:
                file.write("0\n")
        house = tour.House(self.path("state", "")[:-1])
        house.CHILDREN = ()
        house.open()
        return house

    def test_the_status_is_the_demonstrations_own(self):
        for status in (0, 7):
            house = self.open(f"trap 'exit {status}' TERM; echo here; while :; do sleep 0.05; done")
            self.assertTrue(tour.until(lambda: "here" in "".join(house.screen()), 10))
            house.check()
            self.assertEqual(house.close(), status)

    def test_it_has_the_terminal(self):
        house = self.open("trap 'exit 5' TERM; test -t 0 && test -t 1 && echo both; while :; do sleep 0.05; done")
        self.assertTrue(tour.until(lambda: "both" in "".join(house.screen()), 10))
        self.assertEqual(house.close(), 5)

    def test_one_that_ended_by_itself_is_noticed_and_its_status_known(self):
        house = self.open("exit 4")
        self.assertTrue(tour.until(lambda: house.number("demo.status") is not None, 10))
        self.assertRaisesRegex(tour.Failure, "ended by itself", house.check)
        self.assertEqual(house.close(), 4)

    def test_one_that_was_killed_has_no_good_status(self):
        house = self.open("while :; do sleep 0.05; done")
        os.kill(house.demo, signal.SIGKILL)
        self.assertEqual(house.close(), 128 + signal.SIGKILL)
