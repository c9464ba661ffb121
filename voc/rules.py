"""Pure rules of listening: what is taken out of texts before they are kept, and a first guess of a voice's kind."""

import re

from voc.enums.voice import Sentiment, VoiceKind

HIDDEN_EMAIL, HIDDEN_NUMBER = "[อีเมล]", "[เลข]"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Thai or Arabic digits; a telephone (9 or 10, or with +66) or an identity number (13), with dashes, dots or blanks.
_DIGIT = "[0-9๐-๙]"
_LONG_NUMBER = re.compile(rf"(?<![0-9๐-๙,])\+?{_DIGIT}(?:[ .()–-]{{0,2}}{_DIGIT}){{8,14}}(?![0-9๐-๙])")
# Chat names that people leave so that they can be reached.
_CHAT_NAME = re.compile(r"(?i)\b(line|ไลน์)\s*(?:id|ไอดี)?\s*[:=@]\s*@?[\w.-]{3,}")
_STARTS_LIKE_PHONE = re.compile(r"^\+?[0๐๖6]")


def scrubbed(text: str) -> str:
    """The text without e-mail addresses, telephone and identity numbers and chat names.

    Names of people can't be told from other words with certainty and stay; pages say so.
    """
    text = _EMAIL.sub(HIDDEN_EMAIL, text)
    text = _CHAT_NAME.sub(lambda found: f"{found[1]} {HIDDEN_NUMBER}", text)
    return _LONG_NUMBER.sub(_hidden_number, text)


def _hidden_number(found: "re.Match[str]") -> str:
    """Telephone numbers begin with 0 or +66; identity and tax numbers have 13 digits. Sums of money stay."""
    digits = re.sub(r"\D", "", found[0])
    if len(digits) == 13 or (_STARTS_LIKE_PHONE.match(found[0]) and 9 <= len(digits) <= 12):
        return HIDDEN_NUMBER
    return found[0]


# Words by which people say what they mean with a text; the first kind that fits stands, a person may put it right.
_SIGNS = (
    (VoiceKind.CONCERN, ("กังวล", "เป็นห่วง", "กลัวว่า", "เกรงว่า", "ไม่มั่นใจ", "worried", "concern")),
    (VoiceKind.EXPECTATION, ("คาดหวัง", "หวังว่า", "น่าจะได้", "expect")),
    (VoiceKind.SUGGESTION, ("เสนอ", "แนะนำให้", "ควรจะ", "ควรมี", "ควรเพิ่ม", "น่าจะมี", "อยากให้", "suggest", "should")),
    (VoiceKind.NEED, ("ต้องการ", "จำเป็นต้อง", "อยากได้", "อยากมี", "ขอให้มี", "need", "would like")),
)


def guess_kind(text: str, sentiment: str, *, rating: int | None = None) -> str:
    """A first guess of what a text is: by the words people use for it, else by its sentiment or the rating beside it.

    Only a complaint that went through the complaints desk counts as one; an angry remark is an opinion.
    """
    lowered = text.casefold()
    for kind, signs in _SIGNS:
        if any(sign in lowered for sign in signs):
            return kind
    if sentiment == Sentiment.QUESTION:
        return VoiceKind.QUESTION
    if sentiment == Sentiment.POSITIVE or (not sentiment and rating is not None and rating >= 4):
        return VoiceKind.PRAISE
    return VoiceKind.OPINION
