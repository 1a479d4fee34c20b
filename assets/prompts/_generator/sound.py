"""From an engine's samples to a file: silence trimmed, one loudness, no clipping, Ogg/Opus."""
import numpy
import soundfile

SPEECH_RMS = -20.0      # dBFS over the frames that hold speech
PEAK_LIMIT = -3.0       # dBFS before the codec, which overshoots a little
PEAK_MAXIMUM = -1.0     # dBFS in the decoded file
LEAD = 0.03             # seconds kept before the first sound
FADE_IN, FADE_OUT = 0.005, 0.05
FRAME = 0.02            # seconds; the length over which a level is taken
SPEECH_RANGE = 30.0     # dB below the loudest frame down to which a frame is speech
ONSET_RANGE = 40.0      # dB below the loudest frame from which on there is sound
BIT_RATE = 28_000


def decibels(value):
    return 20 * numpy.log10(max(float(value), 1e-9))


def frame_levels(samples, rate, seconds=FRAME):
    """The RMS of each whole frame, in dBFS."""
    size = int(rate * seconds)
    count = max(1, len(samples) // size)
    whole = samples[: count * size] if len(samples) >= size else numpy.resize(samples, size)
    frames = whole.reshape(count, size)
    return 20 * numpy.log10(numpy.maximum(numpy.sqrt((frames.astype(numpy.float64) ** 2).mean(axis=1)), 1e-9))


def speech_rms(samples, rate):
    """The RMS over the frames that hold speech, in dBFS: pauses do not count."""
    levels = frame_levels(samples, rate)
    spoken = levels[levels > levels.max() - SPEECH_RANGE]
    return 10 * numpy.log10((10 ** (spoken / 10)).mean())


def edges(samples, rate):
    """The seconds of silence before the first and after the last sound."""
    step = 0.005
    levels = frame_levels(samples, rate, step)
    sounding = numpy.nonzero(levels > frame_levels(samples, rate).max() - ONSET_RANGE)[0]
    return float(sounding[0] * step), float(len(samples) / rate - (sounding[-1] + 1) * step)


def trim(samples, rate, tail_kept):
    """The sound with LEAD seconds before it and `tail_kept` after it, eased in and out."""
    lead, tail = edges(samples, rate)
    first, last = int(max(0.0, lead - LEAD) * rate), len(samples) - int(max(0.0, tail - tail_kept) * rate)
    samples = samples[first:last].astype(numpy.float64)
    for length, order in ((int(FADE_IN * rate), 1), (int(min(FADE_OUT, tail_kept) * rate), -1)):
        ease = 0.5 - 0.5 * numpy.cos(numpy.pi * numpy.arange(length) / length)
        samples[::order][:length] *= ease
    return samples


def limit(samples, rate, ceiling):
    """Holds every peak under the ceiling by turning the sound down around it, 5 ms to each side: no clipped wave."""
    need = numpy.minimum(1.0, ceiling / numpy.maximum(numpy.abs(samples), 1e-9))
    reach = int(0.005 * rate)
    padded = numpy.pad(need, reach, constant_values=1.0)
    held = numpy.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).min(axis=1)
    window = numpy.hanning(2 * reach + 3)[1:-1]
    smooth = numpy.convolve(numpy.pad(held, reach, mode="edge"), window / window.sum(), mode="valid")
    return samples * numpy.minimum(smooth, need)


def level(samples, rate):
    """One loudness for every voice."""
    samples = samples - samples.mean()
    ceiling = 10 ** (PEAK_LIMIT / 20)
    for _ in range(4):
        samples = limit(samples * 10 ** ((SPEECH_RMS - speech_rms(samples, rate)) / 20), rate, ceiling)
    return samples


def to_telephone(samples, rate):
    """8 kHz for a telephone line, through a low-pass filter that keeps what lies above 3.7 kHz from folding back."""
    factor = rate // 8_000
    taps = numpy.arange(-192, 193)
    kernel = numpy.sinc(2 * 3_700 / rate * taps) * numpy.blackman(len(taps))
    return numpy.convolve(samples, kernel / kernel.sum(), mode="same")[::factor], 8_000


def join(pieces, rate, tail):
    """Spoken pieces one after the other, each (samples, seconds of pause after it), all at one loudness."""
    parts = []
    for samples, pause in pieces:
        parts += [level(trim(samples, rate, tail), rate), numpy.zeros(int(pause * rate))]
    return numpy.concatenate(parts)


def write(path, samples, rate):
    """Encodes, decodes what was encoded and turns it down until the decoded peaks are below the maximum."""
    # libsndfile takes a compression level of 0...1 for 256 ... 6 kbit/s per channel.
    compression = 1 - (BIT_RATE - 6_000) / 250_000
    partial = path.with_suffix(".part")
    for _ in range(8):
        soundfile.write(partial, samples.astype(numpy.float32), rate, format="OGG", subtype="OPUS",
                        compression_level=compression)
        decoded, _ = soundfile.read(partial)
        if decibels(numpy.abs(decoded).max()) < PEAK_MAXIMUM:
            partial.replace(path)
            return
        samples = samples * 10 ** (-0.5 / 20)
    partial.unlink()
    raise SystemExit(f"{path}: the codec keeps overshooting")


def click(path, rate):
    """The one soft click that answers every key: a damped knock of 12 ms, the same for every digit."""
    time = numpy.arange(int(0.012 * rate)) / rate
    knock = numpy.sin(2 * numpy.pi * 1_800 * time) + 0.5 * numpy.sin(2 * numpy.pi * 3_100 * time)
    envelope = numpy.minimum(1, time / 0.0008) * numpy.exp(-time / 0.0022)
    envelope *= numpy.minimum(1, (time[-1] - time) / 0.002)
    wave = knock * envelope
    soundfile.write(path, wave / numpy.abs(wave).max() * 10 ** (-14 / 20), rate, format="FLAC", subtype="PCM_16")


def measure(path):
    """(seconds, rate, speech RMS dBFS, peak dBFS, lead seconds, tail seconds) of a file as it decodes."""
    samples, rate = soundfile.read(path)
    lead, tail = edges(samples, rate)
    return len(samples) / rate, rate, speech_rms(samples, rate), decibels(numpy.abs(samples).max()), lead, tail
