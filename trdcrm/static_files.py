"""How static files are stored for serving.

Vite has already put a hash of the content into the names of our bundles, so these keep their names, and they get the
best compression, since every visitor loads them. Files that packages bring are renamed by Django and only gzipped:
squeezing megabytes of API documentation with Brotli takes most of a first start.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "dist/"


class ThriftyCompressor(Compressor):  # type: ignore[misc]
    """Brotli for our own bundles, gzip for the rest."""

    def compress(self, path: str) -> list[str]:
        """Write the compressed neighbours of a file. Gives their paths."""
        self.use_brotli = f"/{OURS}" in path
        return list(super().compress(path))


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names and compressed neighbours, without doing Vite's work again."""

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """The name under which a file is served."""
        return name if name.startswith(OURS) else str(super().hashed_name(name, content, filename))

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress what pages refer to: our bundles, and the renamed copies of the rest."""
        served = set(self.hashed_files.values())
        yield from super().compress_files(path for path in paths if path in served and not path.endswith(".map"))

    def create_compressor(self, **options: Any) -> Compressor:
        """The compressor that `compress_files` uses."""
        return ThriftyCompressor(**options)
