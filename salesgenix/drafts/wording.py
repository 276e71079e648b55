"""What becomes of a sentence of an order, in plain words, by its closed code."""

WHYS: dict[str, str] = {
    "": "",
    # kept, with something to know
    "anybody_may_answer": (
        "It asks the team. Whoever may approve can answer; that it is this one is not held."
    ),
    "ask_any_discount": "It asks before every discount, whatever its size: no limit is named.",
    "rounded_down": "Discounts are whole percents, so the ceiling is the whole figure below.",
    "quiet_until_morning": "No end is named; it is read as until 08:00 the next morning.",
    "office_hours": "Office hours are read as 09:00 to 17:00, on every day.",
    "hours_read": (
        "Read as: morning until 12:00, afternoon 12:00 to 18:00, evening from 18:00, "
        "night 20:00 to 08:00, lunch 12:00 to 13:00."
    ),
    "per_day_each": "Meetings are counted for each member by themselves.",
    "once_each": "Read as: for each person, since this order was given.",
    "follow_ups_only": "It limits follow-ups. It does not order any.",
    "words_only": "These very words are held back; other words for the same thing are not.",
    "on_request": "That they asked for it is left to the agent; the rule does not look at it.",
    # what the floor says
    "floor_human": "The agent says that it is an AI. Nobody can switch that off.",
    "floor_optout": "Who said stop hears nothing more. Nobody can lift that.",
    "floor_minor": "Nothing is sold to a child.",
    "floor_claims": "Only what stands on your pages is claimed. Nothing is invented.",
    "floor_urgency": "A deadline is named only where a page says so and it is true.",
    "floor_price": "A price is told as it stands on your pages.",
    "floor_handover": "A person who asks for a person gets one.",
    "floor_pressure": "Nobody is threatened, shamed or pressed.",
    "floor_sensitive": "Health, faith and the like are not asked for, kept or used.",
    "refused_with": "Said in one breath with what is refused, so not in force. Say it by itself.",
    # told, not held
    "tone": "The agent is told. How something sounds cannot be held.",
    "topic": "The agent is told. A topic cannot be held; a word in quotation marks can.",
    "condition": "This condition cannot be checked, so the sentence is not in force.",
    "not_understood": "Not understood, so not in force. The agent is told.",
    "no_such_action": "There is no such action, so nothing is allowed and nothing is done.",
    "longer_cap": "Only a day can be counted here, or all since the order was given.",
    "daily_cap": "Only mails and meetings are counted by the day.",
    "no_count": "Only meetings, discounts and transcripts are counted over all.",
    "count_alone": "Is this figure the limit? Say “never more than”.",
    "at_least": "Nothing can be held to a least number.",
    "discount_money": "Discounts are held in percent. An amount of money is not in force.",
    "discount_figure": "A discount is 0 to 100 percent.",
    "two_windows": "A day has one window for meetings; a break within it cannot be held.",
    "member_condition": "Hours and days of one member alone cannot be held here; set their hours.",
    "day_and_hours": "Hours of single days cannot be held; they are the same on every day.",
    "holidays": "Holidays are not known here; name the dates.",
    "ask_condition": "Whether to ask cannot depend on this; it can on whom it is about.",
    "exception": "An exception within an exception, or of several kinds, cannot be held.",
    "optional": "It leaves something open, so it changes nothing.",
    "no_day_left": "No day would be left.",
    "no_hour_left": "No hour would be left.",
    "too_many_days": "So many single days cannot be closed; pause the order instead.",
    "follow_up_order": "Follow-ups are limited by number and gap; nothing else is held.",
    "too_long": "Only the first 4,000 characters are read.",
    "by_hand": "The rule was changed by hand, and does not say this.",
    # to be made clear
    "no_ceiling": "How much? Name the highest discount in percent.",
    "percent_alone": "Is this discount barred alone, or all from it on? Say “never more than”.",
    "nothing_limited": "It is not clear what this allows or limits.",
    "which_strategy": "Which ways to persuade? Name them.",
    "double_negation": "This can be read in two ways. Say it without the double no.",
    "unknown_member": "There is nobody of that name in the team.",
    "ambiguous_member": "More than one member has that name.",
    "ambiguous_date": "This date can be read in two ways, or does not exist. Write 2026-12-24.",
    "past_date": "This day is past.",
    "person_named": "This looks like a person's name. Choose the person on their page instead.",
    "which_others": "Everybody else but whom? Say it in one sentence with those you mean.",
    "what_else": "Anything else of what? Name it: a mail, a meeting, a discount.",
    "ask_what": "Ask before what? Name it: a mail, a meeting, a discount.",
    "size": "How many people, and more or fewer?",
}

OUTCOMES = {
    "allowed": "{order} allows it.",
    "needs_approval": "{order} wants a person to be asked.",
    "denied": "{order}: {reason}.",
}
WAITS = "It leaves on {clock}, when the quiet hours are over."
NOBODY = "No order allows it."
DRAFT = "This order"
OTHER = "Your order “{key}”"


def explained(code: str) -> str:
    return WHYS[code]
