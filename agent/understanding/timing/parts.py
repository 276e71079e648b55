"""Parts of the day as minutes after local midnight, where business is meant."""

DAY_MINUTES = 24 * 60
PARTS: dict[str, tuple[int, int]] = {
    "early_morning": (7 * 60, 10 * 60),
    "morning": (7 * 60, 12 * 60),
    "late_morning": (10 * 60, 12 * 60),
    "before_lunch": (8 * 60, 12 * 60),
    "lunch": (12 * 60, 14 * 60),
    "early_afternoon": (12 * 60 + 30, 15 * 60),
    "afternoon": (12 * 60, 18 * 60),
    "late_afternoon": (15 * 60 + 30, 18 * 60 + 30),
    "evening": (17 * 60, 22 * 60),
    "night": (20 * 60, DAY_MINUTES),
}
