"""Where upper rooms register figures of customers (`AppConfig.ready()`); the registry itself lies below services."""

from segmentation.registry import OfferedFeature, register

__all__ = ["OfferedFeature", "register"]
