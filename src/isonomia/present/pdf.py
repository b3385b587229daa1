# SPDX-License-Identifier: Apache-2.0
"""A page as PDF, by WeasyPrint; the extra ``isonomia[reports]`` brings it. Nothing is fetched, whatever a page says."""

from typing import Any


class PdfMissing(Exception):
    """What makes PDF is not installed."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.hint = hint


def require_pdf() -> None:
    """Raises PdfMissing: before long work, not after it."""
    try:
        import weasyprint  # type: ignore[import-untyped, unused-ignore]  # noqa: F401
    except ImportError as error:
        why = f"PDF needs the library {error.name or 'weasyprint'}, which is not installed"
        raise PdfMissing(why, "pip install 'isonomia[reports]', or write the report as HTML") from None
    except OSError:  # what WeasyPrint raises if it does not find the libraries of the system
        why = "PDF needs the system's library Pango, which is not there"
        raise PdfMissing(why, "Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0") from None


def pdf(page: str) -> bytes:
    """The page as a tagged PDF (PDF/UA-1), the same bytes for the same page. Raises PdfMissing."""
    return bytes(document(page).write_pdf(pdf_variant="pdf/ua-1"))


def document(page: str) -> Any:
    """The pages laid out, as WeasyPrint's Document. Raises PdfMissing, and an error if anything is to be fetched."""
    require_pdf()
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # type: ignore[import-untyped, unused-ignore]

    class Nothing(URLFetcher):  # type: ignore[misc, unused-ignore]  # weasyprint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise FatalURLFetchingError(f"a report fetches nothing, and this asks for {url[:100]!r}")

    return HTML(string=page, url_fetcher=Nothing(), base_url=None).render(pdf_variant="pdf/ua-1")
