"""files · problems: what cannot be taken as a photo or paper, and why."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

FILE_EMPTY = problem(
    "file_empty",
    422,
    w("文件“{name}”是空的（0 字节）", "“{name}” is empty (0 bytes)"),
    w("请重新选择原文件，如手机相册里的 IMG_0001.jpg", "Choose the original again, such as IMG_0001.jpg of the phone"),
)
FILE_TOO_LARGE = problem(
    "file_too_large",
    413,
    w("文件“{name}”超过 {limit}", "“{name}” is larger than {limit}"),
    w(
        "照片请在本页直接选取，浏览器会先缩小；PDF 请按 150 dpi 重新扫描或分成几份",
        "Choose photos on the page itself, which makes them smaller first; scan a PDF at 150 dpi or in parts",
    ),
)
PHOTO_TOO_MANY_PIXELS = problem(
    "photo_too_many_pixels",
    422,
    w(
        "照片“{name}”有 {pixels} 百万像素，超过 {limit} 百万",
        "“{name}” has {pixels} million pixels, more than {limit} million",
    ),
    w(
        "请把相机设为 1200 万像素左右再拍，或先缩小到 4000 × 3000 再上传",
        "Set the camera to about 12 million, or make it 4000 × 3000 before sending",
    ),
)
FILE_TORN = problem(
    "file_torn",
    422,
    w("文件“{name}”不完整或已损坏，读不到末尾", "“{name}” is incomplete or damaged: its end cannot be read"),
    w(
        "请在原设备上打开确认后重新选取；同时选的其他文件不受影响",
        "Open it where it comes from and choose it again; the other files are not touched by it",
    ),
)
PHOTO_HEIC = problem(
    "photo_heic",
    422,
    w("“{name}”是 HEIC/HEIF 照片，这里打不开", "“{name}” is a HEIC/HEIF photo, which is not read here"),
    w(
        "iPhone：设置 → 相机 → 格式 → 兼容性最佳，再拍；已有的照片请先存为 JPEG，如 IMG_0001.jpg",
        "iPhone: Settings → Camera → Formats → Most Compatible; save an existing one as JPEG, such as IMG_0001.jpg",
    ),
)
FILE_NOT_A_PHOTO = problem(
    "file_not_a_photo",
    422,
    w("“{name}”按内容是{what}，不是照片", "By its content “{name}” is {what}, and not a photo"),
    w("此处只收 JPEG、PNG、WebP 照片，如 IMG_0001.jpg", "Only JPEG, PNG and WebP photos are taken here: IMG_0001.jpg"),
)
FILE_OF_NO_USE = problem(
    "file_of_no_use",
    422,
    w("“{name}”按内容是{what}，这里不收", "By its content “{name}” is {what}, which is not taken"),
    w(
        "此处收照片（JPEG、PNG、WebP）和 PDF；其他文件请另存为 PDF，如 纪要.pdf",
        "Photos (JPEG, PNG, WebP) and PDF are taken; save other files as PDF, such as minutes.pdf",
    ),
)
TOO_MANY_FILES = problem(
    "too_many_files",
    422,
    w("最多 {limit} 个文件", "At most {limit} files"),
    w("请去掉多余的，或另记一条", "Leave some out, or record another entry"),
)
TOO_MANY_WAIT = problem(
    "too_many_files_wait",
    429,
    w("您已上传 {limit} 个尚未用于记录的文件", "You have uploaded {limit} files that no entry uses yet"),
    w(
        "请先提交用到它们的记录；未用的 24 小时后自动清除",
        "Submit the entries that use them first; unused files are removed after 24 hours",
    ),
    retry_seconds=3600,
)
FILE_ERASED = problem(
    "file_erased",
    410,
    w("此文件已随当事人的个人信息一并删除", "This file was erased together with the person"),
    w("记录和指纹仍在，内容无人能再打开", "Entry and fingerprint remain; nobody can open the content again"),
)
FILE_LOST = problem(
    "file_lost",
    404,
    w("数据文件夹中找不到此文件，或内容与指纹不符", "The data folder lacks this file, or its content was changed"),
    w(
        "请管理员运行 lianfang verify，并从备份中取回",
        "Let the administrator run lianfang verify and take it from a backup",
    ),
)
