"""Settings, channels: the company's mailbox, whether it answers, whether its mail is trusted."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form
from pydantic import BaseModel, Field, SecretStr, ValidationError
from starlette.responses import HTMLResponse, Response

from api import mailboxes as verbs
from api.console.visit import Acting, PageRoute, Visit, Visiting, back_to
from api.deps import in_thread
from api.errors import status_of
from salesgenix.accounts.rules import Verb
from salesgenix.kit.errors import SalesgenixError
from salesgenix.mailboxes.rules import Access

PLACE = "/console/settings/channels"
STATES = {
    "connected": ("Connected", "ok"),
    "unreachable": ("No answer", "danger"),
    "refused": ("Refused", "danger"),
    "off": ("Off", ""),
}
TROUBLES = {
    "imap.unreachable": "Nobody answers at this address and port.",
    "imap.tls": "No safe connection came about: try the other kind, or another port.",
    "imap.login": "The server refuses this user name and password.",
    "imap.folder": "There is no such folder.",
    "imap.broken": "The server answers, but not as a mail server does.",
}
CHECKS = {
    "mx": "Where mail to you goes",
    "spf": "Who may send for you",
    "dkim": "Your seal",
    "dmarc": "What others do with forgeries",
}
FINDINGS = {"good": "ok", "improve": "warn", "missing": "danger", "wrong": "danger"}

router = APIRouter(prefix=PLACE, include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_channels(visit: Visiting, said: Literal["", "off"] = "") -> HTMLResponse:
    return _page(visit, said=said)


class Filled(BaseModel):
    """The form as it comes; ``Access`` says what of it may be."""

    address: str = Field(max_length=320)
    imap_host: str = Field(max_length=253)
    imap_port: int = 993
    imap_tls: str = "tls"
    folder: str = Field(default="INBOX", max_length=200)
    imap_username: str = Field(default="", max_length=320)
    imap_password: SecretStr = SecretStr("")
    smtp_host: str = Field(default="", max_length=253)
    smtp_port: int = 587
    smtp_tls: str = "starttls"
    smtp_username: str = Field(default="", max_length=320)
    smtp_password: SecretStr = SecretStr("")
    dkim_selector: str = Field(default="", max_length=63)
    makes_key: bool = False
    csrf: str = ""

    def shown(self) -> dict[str, Any]:
        """What stands in the form again: all but passwords."""
        texts = self.model_dump(exclude={"imap_password", "smtp_password", "csrf"})
        return {
            name: value.strip() if isinstance(value, str) else value
            for name, value in texts.items()
        }

    def wanted(self) -> verbs.Configured:
        told = self.shown()
        access = {name: told[name] for name in Access.model_fields}
        access |= {name: access[name] or None for name in ("smtp_host", "dkim_selector")}
        return verbs.Configured.model_validate(
            {
                "address": told["address"],
                "access": access,
                "imap_username": told["imap_username"],
                "imap_password": self.imap_password,
                "smtp_username": told["smtp_username"],
                "smtp_password": self.smtp_password,
                "makes_key": self.makes_key,
            }
        )


@router.post("")
async def configure(visit: Acting, filled: Annotated[Filled, Form()]) -> HTMLResponse:
    """Kept and tried at once: a slip of the pen is seen where it was made."""
    status, problem = 422, ""
    try:
        await in_thread(verbs.configure, visit.who, filled.wanted())
    except ValidationError as error:
        fields = ", ".join(sorted({str(item["loc"][-1]) for item in error.errors()}))
        problem = f"Something is not right about: {fields.replace('_', ' ')}."
    except SalesgenixError as error:
        status, problem = status_of(error), error.message
    if problem:
        return await in_thread(_page, visit, status=status, problem=problem, filled=filled.shown())
    report = await verbs.try_out(visit.who)
    return await in_thread(_page, visit, report=report)


@router.post("/test")
async def test(visit: Acting) -> HTMLResponse:
    report = await verbs.try_out(visit.who)
    return await in_thread(_page, visit, report=report)


@router.post("/domain")
async def look_up_domain(visit: Acting) -> HTMLResponse:
    findings = await verbs.setup_of(visit.who)
    return await in_thread(_page, visit, findings=findings)


@router.post("/off")
def switch_off(visit: Acting) -> Response:
    verbs.switch_off(visit.who)
    return back_to(f"{PLACE}?said=off")


def _page(visit: Visit, *, status: int = 200, **context: Any) -> HTMLResponse:
    card = verbs.state_of(visit.who)
    filled = Filled(address=visit.workspace.profile.sender_email, imap_host="").shown()
    if card is not None:
        filled |= {"address": card.address} | card.access.model_dump()
    return visit.page(
        "pages/channels.html",
        "settings",
        status=status,
        **{
            "box": card,
            "filled": filled,
            "states": STATES,
            "troubles": TROUBLES,
            "checks": CHECKS,
            "tones": FINDINGS,
            "said": "",
            "problem": "",
            "report": None,
            "findings": (),
            "may_change": visit.who.may(Verb.CHANGE_SETTINGS),
            **context,
        },
    )
