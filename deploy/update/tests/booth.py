"""A booth in a Debian root of its own, with real dpkg, apt and gpg; systemd and the kiosk are stand-ins (booth/). Each test
gets a copy by an overlay in memory. Needs root, and a mount namespace that ends with the tests."""
import atexit
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

TESTS = pathlib.Path(__file__).resolve().parent
UPDATE = TESTS.parent
REPOSITORY = UPDATE.parent / "repository"
DEFAULTS = """HEALTH_SECONDS=1 HEALTH_LIMIT=1 HEALTH_POLL=0.2 IDLE_POLL=0.1 IDLE_LIMIT=60 BACK_LIMIT=1 DEAD_LOOKS=2
RETRIES=3 RETRY_SECONDS=0 SPARE=100
"""
OLD, NEW, NEWER = "1.0", "1.1", "1.2"


def call(*words, **more):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    assert done.returncode == 0, f"{words}: {done.stdout}"
    return done.stdout


class Workshop:
    """What all tests share: the keys, the root with the old versions installed, and the packages made so far."""

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="booth-update-"))
        call("mount", "-t", "tmpfs", "tmpfs", self.path)
        os.environ["GNUPGHOME"] = str(self.path / "gnupg")
        (self.path / "gnupg").mkdir(mode=0o700)
        self.key, self.other_key = self.new_key("Operator"), self.new_key("Somebody else")
        self.base = self.path / "base"
        self.base.mkdir()
        call("tar", "xf", os.environ["BOOTH_ROOT"], "-C", self.base)
        self.install()
        atexit.register(self.close)

    def close(self):
        subprocess.run(["gpgconf", "--kill", "gpg-agent"])
        call("umount", "-l", self.path)
        self.path.rmdir()

    def new_key(self, name):
        call("gpg", "--batch", "--passphrase", "", "--quick-generate-key", name, "ed25519", "sign", "1y")
        lines = call("gpg", "--list-keys", "--with-colons", name).splitlines()
        return next(line.split(":")[9] for line in lines if line.startswith("fpr"))

    def keyring(self, version, *keys):
        output = self.path / "debs"
        return pathlib.Path(call(REPOSITORY / "make-keyring", output, "file:/repo", "stable", *keys,
                                 env={**os.environ, "KEYRING_VERSION": version}).split()[-1])

    def install(self):
        test = self.base / "test"
        (test / "units").mkdir(parents=True)
        for name, text in {"world": "", "busy": "", "ntp": "yes", "line": "0", "log": ""}.items():
            (test / name).write_text(text)
        # apt gives its maintainer scripts a PATH without /usr/local.
        for name, folder in {"systemctl": "usr/bin", "timedatectl": "usr/bin", "sync": "usr/local/bin"}.items():
            shutil.copy2(TESTS / "booth" / name, self.base / folder)
        (self.base / "etc/default/booth-update").write_text(DEFAULTS)
        (self.base / "var/lib/kiosk").mkdir()
        (self.base / "repo").mkdir()
        debs = [self.keyring("2026.01.01", self.key), package(self, "hello-booth-sos", OLD), package(self, "hello-booth", OLD)]
        for deb in debs:
            shutil.copy2(deb, self.base / "var/cache/apt/archives")
        call("chroot", self.base, "sh", "-c", "dpkg -i /var/cache/apt/archives/*.deb")
        state = self.base / "var/lib/kiosk/events.sqlite"
        state.write_text("five hundred events")
        call("chroot", self.base, "chown", "-R", "kiosk", "/var/lib/kiosk")
        for unit in ("kiosk", "kiosk-agent", "kiosk-line", "booth-sos"):
            (test / "units" / f"{unit}.service").write_text("0\n")


def package(workshop, name, version, fate="well", depends="", without=(), filling=0, **scripts):
    """Builds a package like the real one but small. `scripts` are maintainer scripts."""
    tree = pathlib.Path(tempfile.mkdtemp(dir=workshop.path))
    files = {f"usr/share/{name}/fate": fate, f"etc/kiosk/{name}.yaml": f"version: {version}\n"}
    for path, text in files.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text)
    bin = tree / "usr/bin"
    bin.mkdir()
    if name == "hello-booth":
        shutil.copy2(TESTS / "booth/kiosk", bin)
        own = tree / "usr/libexec/hello-booth"
        shutil.copytree(UPDATE / "lib", own / "lib")
        for file in ("booth-update", "booth-update-resume.service"):
            shutil.copy2(UPDATE / file, own)
        units = ["kiosk.service"]
    else:
        shutil.copy2(TESTS / "booth/booth-storage-watch", bin)
        units = ["kiosk-line.service", "booth-sos.service"]
    if filling:
        (tree / f"usr/share/{name}/filling").write_bytes(os.urandom(filling))
    for path in without:
        shutil.rmtree(tree / path) if (tree / path).is_dir() else (tree / path).unlink()
    control = tree / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(
        f"Package: {name}\nVersion: {version}\nArchitecture: amd64\nMaintainer: Nobody <nobody@example.org>\nInstalled-Size: "
        f"{100 + filling // 1024}\n{f'Depends: {depends}' + chr(10) if depends else ''}Description: nothing\n")
    (control / "conffiles").write_text(f"/etc/kiosk/{name}.yaml\n")
    # The same as in the real packages: a unit that does not start is no failure of the package.
    start = "".join(f"systemctl restart {unit} || true\n" for unit in units)
    scripts = {"postinst": f'if [ "$1" = configure ]; then\n{start}fi', **scripts}
    for script, text in scripts.items():
        (control / script).write_text(f"#!/bin/sh\nset -e\n{text}\n")
        (control / script).chmod(0o755)
    call("chmod", "-R", "go=rX", tree)
    call("sh", "-c", "cd $0 && find . -type f -not -path './DEBIAN/*' -printf '%P\\0' | xargs -0 md5sum >DEBIAN/md5sums", tree)
    deb = workshop.path / "debs" / tree.name / f"{name}_{version}_amd64.deb"
    deb.parent.mkdir(parents=True)
    call("dpkg-deb", "--root-owner-group", "-Znone", "-b", tree, deb)
    shutil.rmtree(tree)
    return deb


class Case(unittest.TestCase):
    """One booth, with the old versions installed."""
    SIZE = "200m"

    @classmethod
    def setUpClass(cls):
        cls.workshop = Case.shared = getattr(Case, "shared", None) or Workshop()

    def setUp(self):
        self.path = pathlib.Path(tempfile.mkdtemp(dir=self.workshop.path))
        self.root = self.path / "root"
        self.root.mkdir()
        self.mount()

    def mount(self):
        layer = self.path / "layer"
        layer.mkdir()
        call("mount", "-t", "tmpfs", "-o", f"size={self.SIZE}", "tmpfs", layer)
        self.addCleanup(call, "umount", "-l", layer)
        (layer / "upper").mkdir()
        (layer / "work").mkdir()
        call("mount", "-t", "overlay", "overlay", "-o",
             f"lowerdir={self.workshop.base},upperdir={layer}/upper,workdir={layer}/work", self.root)
        self.addCleanup(call, "umount", "-l", self.root)
        # As on a booth, /run is not on the disk.
        call("mount", "-t", "tmpfs", "tmpfs", self.root / "run")
        self.addCleanup(call, "umount", "-l", self.root / "run")

    def package(self, *words, **more):
        return package(self.workshop, *words, **more)

    def publish(self, *debs, key=None, days=30, suite="stable"):
        call(REPOSITORY / "make-repository", self.root / "repo", suite, key or self.workshop.key, *debs,
             env={**os.environ, "VALID_DAYS": str(days)})

    def write(self, path, text):
        (self.root / path).write_text(text)

    def read(self, path):
        return (self.root / path).read_text()

    def start(self, *words):
        """Starts the updater in a process namespace of its own, so that the power can be cut for all of it at once."""
        return subprocess.Popen(
            ["unshare", "--pid", "--mount", "--fork", "--kill-child", "sh", "-c",
             'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"', self.root, *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True)

    def inside(self, *words):
        process = self.start(*words)
        self.said = process.communicate()[0]
        return process.returncode

    def update(self, *words):
        return self.inside("/usr/libexec/hello-booth/booth-update", *words)

    def cut(self, *words):
        """Runs the updater until the power goes; `boot` follows."""
        power = self.root / "test/power"
        os.mkfifo(power)
        process = self.start("/usr/libexec/hello-booth/booth-update", *words)
        # Opened for both, so that neither side waits for the other to begin; a process that ends by itself fails the test.
        with open(os.open(power, os.O_RDONLY | os.O_NONBLOCK), closefd=True) as end:
            while process.poll() is None:
                if end.read():
                    break
                try:
                    process.wait(0.05)
                except subprocess.TimeoutExpired:
                    pass
        self.assertIsNone(process.poll(), "it ended before the power was cut" if process.poll() is None else process.stdout.read())
        process.kill()
        self.said = process.communicate()[0]
        power.unlink()
        (self.root / "test/cut").unlink(missing_ok=True)

    def boot(self, resume=True):
        """What systemd does at the next boot: the units are started, and what was interrupted is gone on with."""
        for unit in (self.root / "test/units").iterdir():
            unit.unlink()
        for unit in ("kiosk-agent", "kiosk-line", "booth-sos", "kiosk"):
            self.inside("systemctl", "start", f"{unit}.service")
        if resume and (self.root / "var/lib/hello-booth-update/journal").exists():
            unit = self.read("etc/systemd/system/booth-update-resume.service")
            command = next(line for line in unit.splitlines() if line.startswith("ExecStart=")).split("=")[1].split()
            self.inside(*command)

    def version(self, name="hello-booth"):
        """The version, or the state if it is not properly installed."""
        status = call("dpkg-query", f"--admindir={self.root}/var/lib/dpkg", "-W", "-f", "${db:Status-Status} ${Version}", name)
        return status.removeprefix("installed ")

    @property
    def results(self):
        return json.loads(self.read("var/lib/kiosk/update.json"))["results"]

    def last(self):
        return (self.results[-1]["result"], self.results[-1]["reason"])

    def assert_runs(self, version, name="hello-booth"):
        self.assertEqual(self.version(name), version, self.said)
        wrong = [line for line in call("chroot", self.root, "dpkg", "--verify", name).splitlines() if " c " not in line]
        self.assertEqual(wrong, [], self.said)
        unit = "kiosk" if name == "hello-booth" else "booth-sos"
        self.assertTrue((self.root / f"test/units/{unit}.service").exists(), self.said)
        self.assertFalse((self.root / "var/lib/hello-booth-update/journal").exists(), self.said)

    def assert_sos_untouched(self):
        self.assertEqual(self.version("hello-booth-sos"), OLD)
        for unit in ("booth-sos", "kiosk-line", "kiosk-agent"):
            self.assertEqual(self.read(f"test/units/{unit}.service"), "0\n", f"{unit} was restarted")
