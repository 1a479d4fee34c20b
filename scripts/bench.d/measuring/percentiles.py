"""Figures from samples."""
import math


def percentile(samples, share):
    """Returns the smallest sample that at least this share of all samples does not exceed (nearest rank)."""
    ranked = sorted(samples)
    return ranked[max(1, math.ceil(share * len(ranked))) - 1]


def summary(samples):
    """Returns a summary in words, for a remark."""
    low, middle, high = min(samples), percentile(samples, 0.5), max(samples)
    return f"{len(samples)} samples, from {low:.2f} over {middle:.2f} to {high:.2f}"
