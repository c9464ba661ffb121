"""Mappings that are known beforehand, for files whose columns carry no names of ours."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.importing.columns import CATEGORY, NUMBER, ColumnMap


@dataclass(frozen=True)
class Preset:
    """A known file: its header as it must be (case aside), and how it is read."""

    key: str
    label: str | Promise
    source: str
    header: tuple[str, ...]
    mapping: ColumnMap

    def fits(self, header: list[str]) -> bool:
        """Whether the file has these columns, in this order."""
        return [name.casefold() for name in header] == [name.casefold() for name in self.header]


# UCI Wholesale customers (CC BY 4.0): 440 business customers of a wholesaler, yearly spend in six product groups.
WHOLESALE = Preset(
    key="wholesale",
    label=_("Wholesale customers (UCI): channel, region and yearly spend in six product groups"),
    source="wholesale",
    header=("Channel", "Region", "Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"),
    mapping=ColumnMap(
        columns={
            0: f"{CATEGORY}channel",
            1: f"{CATEGORY}region",
            2: f"{NUMBER}fresh",
            3: f"{NUMBER}milk",
            4: f"{NUMBER}grocery",
            5: f"{NUMBER}frozen",
            6: f"{NUMBER}detergents_paper",
            7: f"{NUMBER}delicassen",
        },
        constants={"party": "organisation", "relation": "current", "kind": "resale"},
        key_from_line=True,
        name_pattern="ลูกค้าค้าส่ง %(key)s",
        labels={
            "channel": ("ช่องทางการค้า", "Channel"),
            "region": ("ภูมิภาค", "Region"),
            "fresh": ("ของสด", "Fresh products"),
            "milk": ("ผลิตภัณฑ์นม", "Milk products"),
            "grocery": ("ของชำ", "Groceries"),
            "frozen": ("ของแช่แข็ง", "Frozen products"),
            "detergents_paper": ("ผงซักฟอกและกระดาษ", "Detergents and paper"),
            "delicassen": ("อาหารพร้อมทาน", "Delicatessen"),
        },
    ),
)
PRESETS = {preset.key: preset for preset in (WHOLESALE,)}


def preset_for(header: list[str]) -> Preset | None:
    """The preset whose header the file has."""
    return next((preset for preset in PRESETS.values() if preset.fits(header)), None)
