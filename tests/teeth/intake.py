"""Guards of what comes in and what goes out as a file."""

from tests.teeth.tooth import Tooth

DECODE = ("tests/ml/test_decode.py",)
ZIP = ("tests/cases/imports/test_source.py",)
TEETH = (
    Tooth(
        "the fresh canvas",
        "ml/decode.py",
        '    clean = Image.new("RGB", rgb.size)\n    clean.paste(rgb)\n',
        "    clean = rgb\n",
        ("tests/cases/test_images.py", *DECODE),
    ),
    Tooth("the pixel limit", "ml/decode.py", "if width * height > MAX_PIXELS:", "if False:", DECODE),
    Tooth(
        "formats by content",
        "ml/decode.py",
        "return Image.open(io.BytesIO(data), formats=FORMATS)",
        "return Image.open(io.BytesIO(data))",
        DECODE,
    ),
    Tooth(
        "the boundary of the decoder",
        "ml/decode.py",
        '            except Exception as error:\n                raise _refusal("truncated") from error',
        "            except ArithmeticError:\n                raise",
        DECODE,
    ),
    Tooth(
        "one picture in a file",
        "ml/decode.py",
        'if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":',
        "if False:",
        DECODE,
    ),
    Tooth(
        "the memory of the decoder",
        "cases/picture_process.py",
        "        limits[resource.RLIMIT_AS] = MEMORY_BYTES  # other systems refuse to set it\n",
        "        pass\n",
        ("tests/cases/test_picture_process.py",),
    ),
    Tooth(
        "no files from the decoder",
        "cases/picture_process.py",
        "resource.RLIMIT_FSIZE: 0, ",
        "",
        ("tests/cases/test_picture_process.py",),
    ),
    Tooth(
        "the size of an upload",
        "cases/services/spool_upload.py",
        "if size_bytes > settings.UPLOAD_MAX_BYTES:",
        "if False:",
        ("tests/cases/api/test_case_images.py::test_a_file_that_is_too_large_is_refused",),
    ),
    Tooth(
        "an upload on disk",
        "cases/upload_limit.py",
        "room = max(self.most_bytes() + 1 - start, 0)",
        "room = len(raw_data)",
        ("tests/cases/test_upload_limit.py",),
    ),
    Tooth(
        "the formula escape",
        "cases/csv_rows.py",
        "return text.startswith(RISKY) or BEGINS_LIKE_A_FORMULA.match(text) is not None",
        "return False",
        ("tests/cases/test_csv_rows.py",),
    ),
    Tooth(
        "names in a ZIP end at the border",
        "cases/imports/source.py",
        "if not path.is_relative_to(self._root):",
        "if False:",
        ZIP,
    ),
    Tooth(
        "bombs in a ZIP",
        "cases/imports/source.py",
        "if member.file_size > RATIO_FROM_BYTES and member.file_size > MOST_RATIO * max(member.compress_size, 1):",
        "if False:",
        ZIP,
    ),
    Tooth(
        "what a ZIP claims in all",
        "cases/imports/source.py",
        "if sum(member.file_size for member in members) > settings.IMPORT_MAX_BYTES * 10:",
        "if False:",
        ZIP,
    ),
    Tooth(
        "archives in a ZIP",
        "cases/imports/source.py",
        "if member.filename.lower().endswith(ARCHIVES):",
        "if False:",
        ZIP,
    ),
    Tooth(
        "JSON without a floor",
        "skinlesion/api_parsers.py",
        "except RecursionError as error:",
        "except ArithmeticError as error:",
        ("tests/cases/api/test_errors.py",),
    ),
    Tooth(
        "links out of a folder",
        "cases/imports/source.py",
        "if not path.is_symlink() and path.is_file()",
        "if path.is_file()",
        ZIP,
    ),
    Tooth(
        "file names say nothing",
        "cases/services/store_picture.py",
        "keyed = salted_hmac(",
        "keyed = upload.sha256 or salted_hmac(",
        ("tests/cases/services/test_store_picture.py",),
    ),
)
