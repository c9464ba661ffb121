"""The icons of the house, drawn on a 24-unit grid: name to the inside of an <svg>.

Outlines take the colour of the text; solid signs (ok, warning) carry a white mark. Used by `{% icon %}`.
"""

_DISC = '<circle cx="12" cy="12" r="9" fill="currentColor"/>'
_RING = '<circle cx="12" cy="12" r="8.5"/>'
_MARK = 'stroke="#fff" stroke-width="2.2"'

ICONS = {
    # verdicts and states
    "ok": f'{_DISC}<path d="m7.5 12.5 3 3 6-6.5" {_MARK}/>',
    "warning": f'<path d="M12 3 22 20H2z" fill="currentColor"/><path d="M12 9.5v5M12 17.2v.1" {_MARK}/>',
    "half": f'{_RING}<path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor" stroke="none"/>',
    "none": '<circle cx="12" cy="12" r="8.5" stroke-dasharray="3 3"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.6v.1"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "pause": '<path d="M8 5v14M16 5v14"/>',
    "play": '<path d="M8 5v14l11-7z"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="1"/><path d="M8 11V7.5a4 4 0 0 1 8 0V11"/>',
    "shield": '<path d="M12 3.5 5 6v5.5c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6z"/>',
    # acts
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "minus": '<path d="M5 12h14"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "sort": '<path d="M8 5v14M4.5 15.5 8 19l3.5-3.5M16 19V5M12.5 8.5 16 5l3.5 3.5"/>',
    "edit": '<path d="M4 20h4.5L20 8.5 15.5 4 4 15.5zM13 6.5l4.5 4.5"/>',
    "trash": '<path d="M4 7h16M9.5 7V4h5v3M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5"/>',
    "copy": '<path d="M9 9h11v11H9zM5 15H4V4h11v1"/>',
    "printer": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M4 20h16"/>',
    "upload": '<path d="M12 16V5M7 9.5l5-5 5 5M4 20h16"/>',
    "paperclip": '<path d="m8 12 6-6a3.2 3.2 0 0 1 4.5 4.5l-8 8A5 5 0 0 1 3.5 11.5l7-7"/>',
    "camera": '<path d="M4 8h3l2-3h6l2 3h3v11H4z"/><circle cx="12" cy="13" r="3.5"/>',
    "send": '<path d="M4 12 20 4l-5 16-4-7zM11 13l9-9"/>',
    "reply": '<path d="M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 7"/>',
    "refresh": '<path d="M19.5 10A8 8 0 0 0 5 8.5M4.5 4.5v4.5H9M4.5 14A8 8 0 0 0 19 15.5M19.5 19.5V15H15"/>',
    "undo": '<path d="M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H9"/>',
    "merge": '<path d="M6 4v4c0 4 6 4 6 8v4M18 4v4c0 4-6 4-6 8M9 17l3 3 3-3"/>',
    "eye": '<path d="M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12z"/>'
    '<circle cx="12" cy="12" r="3"/>',
    "eye-off": '<path d="m4 4 16 16M9.5 6c.8-.3 1.6-.5 2.5-.5 3.7 0 7 2 9.5 6.5-.8 1.4-1.7 2.6-2.7 3.5'
    'M15 17.9c-1 .4-2 .6-3 .6-3.7 0-7-2-9.5-6.5 1-1.8 2.2-3.2 3.5-4.3M10 10a3 3 0 0 0 4.1 4.1"/>',
    "logout": '<path d="M14 5V4H4v16h10v-1M9 12h11M16 8l4 4-4 4"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "more": '<path d="M5 12v.1M12 12v.1M19 12v.1" stroke-width="2.6"/>',
    # ways
    "arrow-right": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "arrow-left": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "arrow-up": '<path d="M12 19V5M6 11l6-6 6 6"/>',
    "arrow-down": '<path d="M12 5v14M6 13l6 6 6-6"/>',
    "chevron-right": '<path d="m9 5 7 7-7 7"/>',
    "chevron-left": '<path d="m15 5-7 7 7 7"/>',
    "chevron-down": '<path d="m5 9 7 7 7-7"/>',
    "external": '<path d="M13 4h7v7M20 4l-9 9M17 14v6H4V7h6"/>',
    # things
    "home": '<path d="m4 11 8-7 8 7v9h-5v-6H9v6H4z"/>',
    "message": '<path d="M4 5h16v11H10l-5 4v-4H4z"/>',
    "mail": '<path d="M3.5 5.5h17v13h-17zM4 6l8 7 8-7"/>',
    "phone": '<path d="M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1z"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 21c1-4.5 4-6.5 8-6.5s7 2 8 6.5"/>',
    "users": '<circle cx="8" cy="9" r="3"/><circle cx="16.5" cy="10" r="2.5"/>'
    '<path d="M3 19c.5-3.5 2.5-5 5-5s4.5 1.5 5 5M15 15c3 0 5 1.5 5.5 4"/>',
    "building": '<path d="M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3"/>',
    "ear": '<path d="M7 10a5 5 0 0 1 10 0c0 4-4 4.5-4 7.5A2.5 2.5 0 0 1 8.5 19M10 10a2 2 0 0 1 4 0"/>',
    "box": '<path d="m12 3 8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9"/>',
    "flag": '<path d="M6 21V4h12l-3 4 3 4H6"/>',
    "medal": '<circle cx="12" cy="9.5" r="5.5"/><path d="m8.5 14-1.5 7 5-2.5 5 2.5-1.5-7"/>',
    "chart": '<path d="M4 20h16M7 16v-5M12 16V6M17 16v-8"/>',
    "file": '<path d="M6 3h8l4 4v14H6zM14 3v4h4"/>',
    "folder": '<path d="M3.5 19.5v-14h6l2 3h9v11z"/>',
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4"/>',
    "bell": '<path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 20.5h4"/>',
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8.5-8.5M16 7.5l3 3"/>',
    "settings": '<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2'
    ' 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17-5-5-5-12 0-17z"/>',
    "keyboard": '<path d="M3 6.5h18v11H3zM7 10v.1M10.3 10v.1M13.7 10v.1M17 10v.1M8 14h8"/>',
    "star": '<path d="m12 4 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z"/>',
    "pin": '<path d="M12 21c-4-4.5-6.5-7.5-6.5-11a6.5 6.5 0 0 1 13 0c0 3.5-2.5 6.5-6.5 11z"/>'
    '<circle cx="12" cy="10" r="2.3"/>',
    "job": '<path d="M4 18h16M6.5 14V9M11 14V5M15.5 14v-3.5M20 14V7"/>',
    "handshake": '<path d="m3 8 4-2 5 2 5-2 4 2v7l-3 1-5 4-4-2-4-3-2-1zM12 8l-3 4c1.5 1.5 3 1 4-1l5 5"/>',
    "bulb": '<path d="M9 17.5c0-2.5-3-4-3-8a6 6 0 0 1 12 0c0 4-3 5.5-3 8zM9.5 20.5h5"/>',
    "compass": '<circle cx="12" cy="12" r="8.5"/><path d="m15.5 8.5-2 5-5 2 2-5z"/>',
    "book": '<path d="M12 6.5C10 5 7 4.5 3.5 4.5v14c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2v-14c-3.5 0-6.5.5-8.5 2z"/>'
    '<path d="M12 6.5v14"/>',
    "article": '<path d="M5 4h14v16H5zM8.5 8.5h7M8.5 12h7M8.5 15.5h4"/>',
    "meeting": '<path d="M3 18.5h18M6 18.5v-6h12v6M9 9.5a3 3 0 1 1 6 0"/>',
}

# The mark: a building ruler and a person, as in the letterhead.
MARK = (
    '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
    '<rect width="32" height="32" rx="3" fill="currentColor"/>'
    '<path d="M6 25.5h20M7 25v-6M12 25v-6M17 25v-10" stroke="#fff" stroke-width="2"/>'
    '<circle cx="23.5" cy="9.5" r="3.5" fill="#fff"/><path d="M23.5 13v12" stroke="#fff" stroke-width="2"/></svg>'
)
