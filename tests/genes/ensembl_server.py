"""A local server that answers as Ensembl's REST service is documented to answer, and can be told to fail first."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.genes.toy import Pairs, Toy, toy

GENE_ID = "ENSG00000172062"
START = 70_925_030
"""First base of the toy gene on the chromosome, 1-based."""


@dataclass
class Service:
    """What the server has, how it fails first, and what it was asked."""

    address: str = ""
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


def transcript(name: str, exons: Pairs, length: int, *, strand: int = 1, canonical: int = 0) -> dict[str, Any]:
    """Write a transcript as `lookup?expand=1` does; exons are 0-based half-open in the gene's orientation."""
    last = START + length - 1
    places = [(START + s, START + e - 1) if strand == 1 else (last - e + 1, last - s) for s, e in exons]
    parts = [{"object_type": "Exon", "start": s, "end": e, "strand": strand, "seq_region_name": "5"} for s, e in places]
    return {"object_type": "Transcript", "id": name, "is_canonical": canonical, "strand": strand, "Parent": GENE_ID, "Exon": parts}


def lookup(length: int, transcripts: list[dict[str, Any]], *, strand: int = 1, assembly: str = "GRCh38") -> str:
    """Write a gene as `lookup?expand=1` does."""
    return json.dumps(
        {
            "object_type": "Gene", "id": GENE_ID, "version": 17, "display_name": "SMN1", "species": "homo_sapiens",
            "assembly_name": assembly, "seq_region_name": "5", "start": START, "end": START + length - 1, "strand": strand,
            "biotype": "protein_coding", "db_type": "core", "Transcript": transcripts,
        }
    )  # fmt: skip


def toy_service(service: Service, *, strand: int = 1, assembly: str = "GRCh38") -> Toy:
    """Put a toy gene with two transcripts into the service; the second one is canonical."""
    gene = toy(flank=0)
    size = len(gene.sequence)
    two = [gene.exons[0], gene.exons[2]]
    records = [
        transcript("ENST00000000001", two, size, strand=strand),
        transcript("ENST00000000002", gene.exons, size, strand=strand, canonical=1),
    ]
    body = lookup(size, records, strand=strand, assembly=assembly)
    service.answers["/lookup/symbol/homo_sapiens/SMN1"] = (200, body)
    service.answers[f"/lookup/id/{GENE_ID}"] = (200, body)
    service.answers["/lookup/id/ENST00000000001"] = (200, json.dumps(records[0]))
    service.answers[f"/sequence/id/{GENE_ID}"] = (200, gene.dna)
    return gene


class _Handler(BaseHTTPRequestHandler):
    service: Service

    def do_GET(self) -> None:
        service, path = self.service, urlsplit(self.path).path
        service.asked.append(self.path)
        service.times.append(time.monotonic())
        fault = service.faults.pop(0) if service.faults else ""
        status, body = service.answers.get(path, (400, json.dumps({"error": "No valid lookup found for symbol " + path})))
        if fault == "hang":
            time.sleep(3)
        if fault.startswith("429"):
            self._send(429, "{}", {"Retry-After": fault.partition(" ")[2]})
        elif fault.isdigit():
            self._send(int(fault), "{}")
        elif fault == "truncated":
            self._send(status, body, length=2 * len(body))
            self.close_connection = True
        else:
            self._send(status, body if fault != "half" else body[: len(body) // 2])

    def _send(self, status: int, body: str, headers: dict[str, str] | None = None, length: int | None = None) -> None:
        content = body.encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def running() -> Iterator[Service]:
    """Run a service on a free port of this machine."""
    service = Service()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"service": service}))
    service.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
