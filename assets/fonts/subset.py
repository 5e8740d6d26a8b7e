# /// script
# dependencies = ["fonttools>=4.55"]
# ///
"""Cuts the Chinese fonts down to the characters that the texts of Threadlab use.

Run it after text with new characters has come in, from anywhere: `pipx run assets/fonts/subset.py` (or, with fonttools
installed, `python3 assets/fonts/subset.py`). It takes the fonts from npm; `cargo test -p threadlab --test text` says
when it must run again. The same texts give the same files.
"""

import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

PACKAGE = "@expo-google-fonts/noto-sans-sc@0.4.3"
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TEXTS = ["assets/text/*/*.ftl", "lessons/*/*.md", "lessons/*/*.rs"]
LATIN = ["Inter-Medium.ttf", "JetBrainsMonoNL-Medium.ttf"]
# How far Inter rises above the base line, and falls below it.
INTER = (0.96875, 0.24121)
WEIGHTS = {"500Medium/NotoSansSC_500Medium.ttf": "NotoSansSC-Medium.ttf", "700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.ttf"}


def wanted() -> set[int]:
    """The characters of all texts that no Latin face has."""
    known = set().union(*(TTFont(HERE / name).getBestCmap() for name in LATIN))
    files = [file for pattern in TEXTS for file in ROOT.glob(pattern)]
    used = {ord(c) for file in files for c in file.read_text("utf-8") if c.isprintable()}
    return used - known


def cut(source: Path, target: Path, characters: set[int]) -> None:
    font = TTFont(source, recalcTimestamp=False)
    options = Options(layout_features=[], hinting=False, notdef_outline=True, drop_tables=["vhea", "vmtx", "BASE", "VORG", "STAT"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    # The rows of a text are as high as in Inter, whatever stands in them, and the icons beside it fit both.
    rise, fall = (round(font["head"].unitsPerEm * share) for share in INTER)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = rise, -fall, 0
    os2 = font["OS/2"]
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap, os2.usWinAscent, os2.usWinDescent = rise, -fall, 0, rise, fall
    font.save(target)
    print(f"{target.name}: {len(characters)} characters, {target.stat().st_size // 1024} KB")


def main() -> None:
    characters = wanted()
    with tempfile.TemporaryDirectory() as folder:
        pack = ["npm", "pack", "--silent", "--pack-destination", folder, PACKAGE]
        archive = Path(folder) / subprocess.run(pack, check=True, text=True, stdout=subprocess.PIPE).stdout.split()[-1]
        with tarfile.open(archive) as package:
            package.extractall(folder, filter="data")
        for source, target in WEIGHTS.items():
            cut(Path(folder) / "package" / source, HERE / target, characters)
        licence = (Path(folder) / "package" / "LICENSE_FONT").read_bytes()
        (HERE / "OFL-NotoSansSC.txt").write_bytes(licence)


if __name__ == "__main__":
    main()
