"""The workspace of owner Ana, as she would declare it."""

FILE = """\
    workspace: orchard
    company:
      name: Orchard Tools
      site: https://orchard.example
      sender_email: hello@orchard.example
    agent:
      name: Pip
      languages: [en, es]
      disclosure: {en: "I am Pip, an AI assistant."}
    zone: Europe/Berlin
    knowledge: pages
    sites:
      - {key: pk_orchard, origins: [https://orchard.example]}
    discount: {ceiling_percent: 10, above: ask}
    quiet_hours: {start: 20:00, end: 08:00}
    follow_ups: {max: 2, gap_hours: 48}
    members:
      - {name: Ana, email: ana@orchard.example, role: owner, password: correct horse battery}
      - {name: Vic, email: vic@orchard.example, role: viewer}
    reps:
      - name: Ben
        email: ben@orchard.example
        hours: {mon: [[09:00, 12:30], [13:00, 17:00]], thu: [[09:00, 17:00]]}
        busy:
          - {start: 2026-11-26T13:00, end: 2026-11-26T14:00}
          - {start: 2026-12-24, end: 2026-12-27}
    instructions:
      - key: answer-visitors
        words: Answer visitors, and offer them a meeting.
        rule:
          actions: [reply.send, slots.offer, appointment.book, mail.invitation]
          approval: {appointment.book: ask}
      - key: small-discounts
        words: You may give up to ten percent.
        rule: {actions: [discount.offer]}
    leads:
      - name: Carla
        email: carla@acme.example
        company: Acme
        facts: {need: replace spreadsheets}
"""
PAGES = {
    "pricing.md": """\
        ---
        title: Prices
        audience: public
        valid_until: 2027-01-31
        url: /prices
        ---
        # Our prices

        49 EUR a month.
        """,
    "notes.md": """\
        # Notes for the team

        The walk-away price is 39 EUR.
        """,
}
