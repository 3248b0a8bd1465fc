"""The words that invented people are called by, and how common each one is."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

REGIONS: Final = (
    "north mountains",
    "red river",
    "north central",
    "south central",
    "highlands",
    "south east",
    "mekong",
)
# Parts among the Kinh; with the minorities below they come near the shares of the whole country.
_SURNAMES: Final = (
    "Nguyễn 46000|Trần 14500|Lê 11400|Phạm 8400|Hoàng 3000|Huỳnh 2500|Phan 4900|Vũ 2300|Võ 2100|"
    "Đặng 2100|Bùi 2000|Đỗ 1400|Hồ 1300|Ngô 1300|Dương 1000|Lý 500|Đinh 900|Trương 1200|Lâm 550|"
    "Mai 520|Đào 520|Cao 500|Tạ 300|Hà 450|Châu 320|Trịnh 560|Lương 450|Thái 250|Quách 110|Kiều 90|"
    "Tô 180|Vương 170|Đoàn 500|Phùng 280|La 90|Tăng 110|Từ 80|Lưu 260|Tống 100|Chu 190|Nghiêm 45|"
    "Khổng 30|Doãn 30|Thân 45|Lại 70|Trình 35|Diệp 60|Bạch 60|Đàm 70|Khúc 35|Tôn 40|Vi 45|Ông 20|"
    "Âu 18|Cù 28|Giang 40|Hứa 55|Mạc 40|Nhâm 12|Ninh 40|Phí 25|Phó 8|Quản 12|Thiều 15|Tiêu 25|"
    "Triệu 70|Trà 15|Uông 15|Văn 70|Viên 15|Vưu 8|Đồng 45|Đỗ Trọng 6|Lều 6|Lục 20|Mã 22|Nhan 8|"
    "Nguyễn Văn 20|Tôn Nữ 6|Kim 40|Hồng 12|Hàn 10|Hàng 6|Liêu 8|Khuất 18|Khương 14|Biện 12|Bành 12|"
    "Cam 5|Cái 6|Công 6|Đậu 25|Đới 6|Đường 12|Hạ 5|Hầu 8|Lã 25|Lăng 6|Lữ 18|Mẫn 3|Ngụy 5|Nhữ 6|"
    "Ôn 4|Phương 10|Sầm 10|Thang 3|Thẩm 10|Thi 6|Tưởng 8|Trang 22|Ung 4|Vĩnh 3|Xa 6|Yên 3"
)
_REGIONAL: Final = {
    "Hoàng": (2.2, 1.7, 2.2, 0.5, 0.9, 0.35, 0.05),
    "Huỳnh": (0.05, 0.05, 0.1, 2.2, 0.8, 1.8, 2.4),
    "Vũ": (1.3, 2.4, 1.0, 0.2, 0.9, 0.8, 0.15),
    "Võ": (0.1, 0.1, 1.3, 2.2, 0.8, 1.5, 1.8),
    "Phan": (0.5, 0.7, 1.5, 1.5, 0.9, 1.0, 1.1),
    "Hồ": (0.4, 0.4, 2.4, 1.6, 0.9, 1.0, 0.9),
    "Nguyễn": (0.75, 1.1, 1.0, 1.0, 0.8, 1.0, 1.0),
    "Thái": (0.4, 0.4, 1.2, 1.5, 0.8, 1.4, 1.6),
    "Trịnh": (0.8, 1.0, 2.6, 0.6, 0.8, 0.8, 0.4),
    "Đậu": (0.1, 0.2, 6.0, 0.2, 0.6, 0.4, 0.1),
    "Lâm": (0.8, 0.4, 0.4, 0.9, 0.8, 1.6, 2.4),
    "Châu": (0.1, 0.1, 0.6, 1.6, 0.7, 1.6, 2.6),
}


def _words(text: str) -> list[str]:
    return [word.strip().replace("_", " ") for word in text.split()]


class People(NamedTuple):
    """A people of the country with its own way to name: where it lives, how large its share."""

    provinces: dict[str, float]
    surnames: list[str]
    men: list[str]
    women: list[str]
    men_middles: list[str]
    women_middles: list[str]


MINORITIES: Final = (
    People(
        {"02": 0.33, "11": 0.38, "12": 0.25, "14": 0.16, "10": 0.25, "15": 0.1, "04": 0.1},
        _words("Giàng Sùng Vàng Thào Lý Mùa Hạng Ly Cứ Vừ Ma Lầu Sồng Thò Chá Cháng Hầu Tráng"),
        _words("A_Páo A_Chứ A_Dế A_Sử Seo_Páo A_Lử A_Tủa A_Vừ Seo_Chứ A_Sinh A_Pó A_Hờ A_Dơ A_Súa"),
        _words("Thị_Mỷ Thị_Dua Thị_Máy Thị_Chư Thị_Sua Thị_Pà Thị_Dở Thị_Vàng Thị_Só Thị_Gầu Mai"),
        [""],
        [""],
    ),
    People(
        {"11": 0.37, "14": 0.52, "12": 0.3, "15": 0.17, "38": 0.06, "40": 0.09},
        _words("Lò Quàng Cà Tòng Lường Đèo Hoàng Lù Lèo Mè Cầm Bạc Vi Lô Lương Điêu Hà Vì Kha Lữ"),
        _words("Pánh Ón Xôm Hặc Thoong Inh Chài Phanh Tiến Dũng Hùng Sơn Thắng Cường Ươi Hoan Dọn"),
        _words("Ín Pâng Xuân Hoa Dung Lả Phương Hương Ánh Thoa Biên Yêu Xoan Pỏm Inh Chum Liên"),
        ["Văn", "Văn", "Văn", ""],
        ["Thị", "Thị", "Thị", ""],
    ),
    People(
        {"04": 0.75, "06": 0.7, "20": 0.75, "02": 0.35, "08": 0.4, "19": 0.15, "24": 0.08},
        _words("Nông Hoàng Ma Bế Lý Triệu Đàm Lộc Vi Chu Lục Hà Mã Dương Hứa Phùng Sầm Bàn Đặng"),
        _words("Thắng Hùng Tuấn Dũng Hải Cường Nghiệp Quyền Đức Thuận Toàn Lâm Sự Páo Nhất Viễn"),
        _words("Hoa Nga Hương Thảo Mến Én Bích Dung Nhình Liễu Xuân Hoài Múi Phin Thêm Niệm"),
        ["Văn", "Văn", "Đình", "Minh", "Quang"],
        ["Thị", "Thị", "Thị Thu", "Bích", "Thu"],
    ),
    People(
        {"17": 0.62, "38": 0.1, "25": 0.14, "14": 0.07},
        _words("Bùi Đinh Quách Hà Bạch Xa Phạm Trương Cao Nguyễn"),
        _words("Ậu Ẻn Thiệp Dũng Hùng Tuấn Chiến Ỉnh Bình Thành Quyết Chình Nhân Phẩm Sơn Vượng"),
        _words("Ển Ịn Nhàn Hiền Thơm Dậu Ngoan Hợi Xuyến Nẻo Lý Thảo Hằng Bích Lành Tươi"),
        ["Văn", "Văn", "Ngọc", "Đức"],
        ["Thị", "Thị", "Thị Thu", "Thị Hồng"],
    ),
    People(
        {"64": 0.4, "62": 0.5, "54": 0.04},
        _words("Rơ_Châm Siu Ksor Kpă Nay Rmah Rah_Lan Rơ_Mah Rơ_Lan A Y Đinh Puih Kpuih Hrin Rcom"),
        _words("Hiao Phyin Thanh Blok Bơng Kroih Hlơr Hnhip Bôi Tuơn Djuh Glớ Pher Đức Mlih Then"),
        _words("H'Bia H'Lan H'Nga Hyuên Blin Nguk Phen Byơn Tuyết Nhơi Blơi H'Yuan Chăm H'Mơ"),
        ["", "", "", "Văn"],
        ["", "", "", "Thị"],
    ),
    People(
        {"66": 0.3, "67": 0.1},
        ["Y"],
        [
            f"{own} {clan}"
            for own in _words("Bhem Thuyên Krang Dhung Wer Sương Thinh Nuê Blêh Đức Khương Tuân")
            for clan in _words("Niê Mlô Êban Kbuôr Ayun Byă Hđơk Ktla Knul Êñuôl Buôn_Yă")
        ],
        [
            f"{own} {clan}"
            for own in _words("Linh Bliu Nguyệt Hương Rin Juel Wiên Lan Thảo Mai Dinh Luôn Kim")
            for clan in _words("Niê Mlô Êban Kbuôr Ayun Byă Hđơk Ktla Knul Êñuôl Buôn_Yă")
        ],
        [""],
        [""],
    ),
    People(
        {"70": 0.18, "67": 0.1, "68": 0.08, "75": 0.02},
        _words("Điểu K' Điểu Thị Kon_Sơ Cil Lơ_Mu Bon_Krông"),
        _words("Khuê Lên Hùng Brơi Nhinh Sơn Bích Xia Glung Đố Mrơng Hoàng Tài Brós Brèo Brêu"),
        _words("Rươi Giêng Khel Bông Lan Hồng Prêng Mơi Dé Lết Djum Thơ Pơi Gái Hạnh Trinh"),
        [""],
        [""],
    ),
    People(
        {"84": 0.32, "94": 0.3, "91": 0.13, "95": 0.08, "89": 0.04, "92": 0.03},
        _words("Thạch Sơn Kim Danh Lâm Châu Lý Kiên Trần Tăng Thị Neáng Liêu Huỳnh Đào Néang"),
        _words("Sa_Rinh Sóc_Kha Đa_Ra Ngọc_Thanh Thươl Sa_Vuth Phol Rây Chanh_Đa Út Hên Sang Na"),
        _words("Sa_Rương Sô_Phia Đa_Vy Sóc_Khom Ngọc_Hà Sa_Phép Chanh_Thi Kim_Hai Xuyến Mến Pha"),
        ["", "", "Văn"],
        ["Thị", "Thị", ""],
    ),
)  # fmt: skip

GENERATIONS: Final = (1957, 1980, 2000)  # the first birth years of the second, third, fourth
# Most common first; the share falls with the rank.
_MEN: Final = (
    """Hai Ba Bình Thành Minh Sáu Hòa Bảy Tám Chín Năm Thắng Tư Hùng Lợi Phước Sơn Hải Chiến Tân
    Thọ Khánh An Bốn Được Đức Xuân Phú Quý Cảnh Nghĩa Lộc Tài Kiên Quang Chính Nhân Đông Vinh Tý
    Sửu Dần Mão Thìn Tỵ Ngọ Mùi Thân Dậu Tuất Hợi Cầu Mười Út Ngọc Thiện Đạo Kính Khởi Tạo Sanh
    Hoạch Lượng Mẫn Khiêm Tiến Tấn Tín Thông Liêm Thới Biểu Khôi Nhơn Cần Ngự Nhượng Khoát Hợp
    Ấm Bính Đinh Mậu Kỷ Canh Giáp Ất Nhâm Quế Lai Xá Dư Đáng Bền Chắc Tròn Cu Đực Bé Lớn Nhỏ""",
    """Hùng Dũng Minh Tuấn Hải Cường Sơn Thành Bình Thắng Long Hòa Nam Đức Trung Hưng Tâm Tiến
    Quang Vinh Phương Chiến Thanh Toàn Lâm Hà Phong Tùng Việt Tài Hiếu Hoàng Khanh Lợi Phúc Phước
    Chung Thịnh Đông Nghĩa Quân Tân Thuận Trường Hậu Quyết Đạt Kiên Khánh Linh Lực Mạnh Nhân Nhật
    Hiền Sáng Sang Tĩnh Thái Thọ Thuấn Tú Chương Công Cảnh Huy Hồng Lộc Ngọc Oanh Quyền Quý Sinh
    Tiếp Thiện Thảo Thiệu Thơ Thụ Tính Trí Triệu Trọng Tuyên Tường Vân Viễn Vĩnh Vượng Vũ Xuân Yên
    Luân Luyện Lưu Ninh Hoan Hoài Huấn Hiệp Hạnh Giang Đồng Điệp Đính Diện Dân Cử Chuyên Bắc Anh""",
    """Tuấn Hùng Anh Dũng Hiếu Nam Long Hoàng Đức Thành Trung Cường Minh Hải Duy Tú Tùng Sơn Huy
    Hưng Quang Thắng Linh Tâm Tài Phong Đạt Việt Phúc Nghĩa Vũ Kiên Lâm Quân Khánh Nhân Trường Bảo
    Lộc Thịnh Toàn Vinh Phương Tiến Giang Bình Thanh Thái Trí Hậu Hòa Hà Mạnh Luân Công Trọng Tân
    Phước Khoa Quốc Đông Hiệp Thuận Tín Chiến Ninh Quyền Sang Sáng Triều Đăng Khang Kha Lợi Lực
    Nhật Quý Thiện Thông Tiệp Tính Trình Trực Tường Vương Văn Vĩ Vượng Y Ý Chương Cảnh Danh Diễn
    Đoàn Đoan Hân Hiển Hoan Huân Khải Khiêm Khôi Kỳ Lập Luật Mẫn Nguyên Ngọc Nhất Phát Phi Phú
    Quyết Quỳnh San Tấn Thạch Thân Thi Thiên Thuật Thức Toản Tuyển Vịnh Bách Biên Bằng Chính
    Chí Cương""",
    """Huy Khang Bảo Minh Phúc Anh Khoa Phát Đạt Khôi Long Nam Duy Quân Kiệt Thịnh Tuấn Hưng Hoàng
    Hiếu Nhân Trí Tài Phong Nguyên An Phú Thành Đức Dũng Lộc Khánh Vinh Tiến Nghĩa Thiện Hào Hải
    Đăng Quang Lâm Nhật Trung Thắng Tú Hùng Cường Tâm Sơn Bình Triết Khải Việt Vũ Kha Hân Gia Tân
    Thiên Quốc Danh Toàn Tường Khiêm Luân Lợi Hậu Hòa Phước Quý Sang Trường Thái Thuận Vương Vỹ Bách
    Ân Châu Công Dương Giang Hiển Hiệp Hữu Kiên Kỳ Lân Mẫn Ngọc Nhất Nhựt Pháp Phi Quyền Thông
    Thuần Tín Tùng Tỷ Văn Vĩ Ý Bin Bo Tôm Bửu Chấn Cát Doanh Điền Đình Đông Hoài Huân Khuê Lập""",
)
_WOMEN: Final = (
    """Hai Ba Tư Năm Sáu Bảy Tám Chín Mười Út Lan Hoa Cúc Mai Liên Sen Huệ Đào Lựu Mận Bưởi Nhàn
    Lý Mùi Tý Sửu Dần Thìn Ngọ Mão Tỵ Thân Dậu Tuất Hợi Thơm Thảo Hiền Nga Lài Lành Xuân Thu Đông
    Hạ Bé Gái Nhỏ Lớn Hường Hồng Vân Tuyết Nguyệt Ngọc Vàng Bạc Kim Chi Khuyên Nhạn Yến Phượng
    Loan Oanh Én Thắm Thoa Tâm Tốt Tươi Xinh Đẹp Sang Giàu Phúc Lộc Thọ Bích Chiên Chắt Cháu Dung
    Hạnh Diệu Đính Hảo Khanh Lượm Lợi Mót Nuôi Nở Nghĩa Nhẫn Phấn Rành Sáng Sương Thiện Thuận """,
    """Hương Lan Hoa Hà Hạnh Thủy Mai Hằng Nga Hồng Dung Vân Liên Hiền Thanh Oanh Loan Nguyệt Yến
    Bình Thu Phượng Tuyết Ngọc Lý Xuân Minh Tâm Phương Thảo Huệ Hòa Thoa Cúc Thơm Nhung Hường Lợi
    Huyền Kim Chi Trang Hiệp Đào Bích Ánh Thúy Vinh Diệp Nhàn Khánh Hải Hảo Hậu Hân Hoài Kiều Lành
    Linh Luyến Lương Mận Miên Mến Mừng Na Ngà Ngân Ngát Ngoan Nhã Nhạn Nhân Nhi Ninh Quế Quy Quyên
    Quý Sâm Sinh Sen Sương Tám Thái Thắm Thân Thìn Thịnh Thoan Thoi Thơ Thuận Thục Thư Thường Tình
    Tính Toan Toàn Trâm Trinh Trúc Tươi Tuyến Viên Việt Vui Xinh Xoa Xuyến Yên Út Đông Định""",
    """Trang Hương Linh Thảo Hà Huyền Lan Thủy Hằng Hiền Phương Nga Ngọc Mai Thu Anh Yến Vân Hoa
    Dung Hạnh Nhung Oanh Trinh Ngân Loan Tuyền Quỳnh Tâm My Nhi Thúy Hồng Giang Châu Chi Liên Diễm
    Trâm Thanh Vy Hòa Quyên Trúc Uyên Phượng Ly Bích Ánh Thơm Huệ Lệ Kiều Duyên Hảo Thùy Nguyệt
    Mỹ Nhàn Hân Hậu Tuyết Xuân Minh Hoài Hường Diệp Hiếu Lụa Lương Mến Miên Mơ Na Nương Phúc Quế
    Sương Tiên Thắm Thoa Thương Thơ Thư Tình Tú Tươi Vi Viên Vinh Xuyến Ý Chinh Cúc Đào Đoan Hợp
    Khuyên Lài Lành Luyến Lý Ngoan Nguyên Nhã Như Nhiên Ninh Hiên Nhan Phụng Quy Sen Sinh Thái Thi
    Thuận Thục Toan Trà Trầm Trân Xoan Yên Đan Ân Bình Băng Cẩm Chung Dương Đông Hải Khanh Khánh""",
    """Anh Vy Ngọc Nhi Hân Thư Linh Như Ngân Phương Thảo My Trân Quỳnh Nghi Trang Trâm An Thy Châu
    Trúc Uyên Yến Ý Tiên Mai Hà Vân Nguyên Hương Quyên Duyên Kim Trinh Thanh Tuyền Hằng Dương Chi
    Thùy Đan Tâm Lam Khanh Giang Băng Khuê Ly Huyền Oanh Thương Di Phúc Minh Bình Ánh Ân Bảo Diệp
    Diệu Du Gia Hạ Hạnh Hiền Hoa Hoài Hồng Khánh Kỳ Lan Lâm Lê Loan Mẫn Miên Mỹ Na Nhã Nhiên Nhung
    Phụng Phượng Quế San Sương Tú Tường Thi Thiên Thu Thúy Thủy Tuệ Tuyết Vi Việt Vĩ Xuân Yên Đào
    Điệp Đoan Mây Sa Nhàn Nga Nguyệt Sữa Mi Bống Cát Chân Cẩm Dung Hảo Hậu Khả Liên Lộc Mận Nữ""",
)
_MEN_MIDDLES: Final = (
    "Văn 60|Hữu 6|Đình 5|Xuân 4|Đức 3|Ngọc 3|Công 3|Minh 2|Quang 2|Bá 2|Sĩ 1|Thế 1|Duy 1|Tấn 2| 9",
    "Văn 46|Hữu 6|Đình 5|Xuân 5|Đức 4|Ngọc 5|Công 4|Minh 4|Quang 4|Bá 1|Thanh 4|Quốc 3|"
    "Thế 2|Mạnh 2|"
    "Hồng 2|Anh 2|Tấn 2|Trọng 2|Viết 1|Chí 1| 4",
    "Văn 30|Minh 6|Anh 6|Đức 6|Thanh 5|Ngọc 5|Quốc 5|Hữu 5|Xuân 4|Hoàng 4|Quang 4|Đình 4|"
    "Công 4|Mạnh 3|"
    "Thế 2|Trung 2|Duy 3|Tuấn 2|Hồng 2|Trọng 2|Tấn 2|Phi 1|Việt 1|Bá 1|Chí 1|Hải 1|Viết 1| 2",
    "Minh 11|Gia 9|Anh 6|Hoàng 6|Đức 5|Quốc 5|Thanh 4|Tuấn 4|Bảo 4|Văn 7|Đăng 3|Nhật 3|"
    "Khánh 2|Duy 4|"
    "Thiên 3|Hữu 3|Ngọc 3|Quang 4|Thành 3|Trung 2|Tấn 2|Phúc 2|Nguyên 2|Công 2|Xuân 1|Hải 2|Đình 2|"
    "Trọng 2|Vũ 1|Việt 1|Chí 1|An 1|Mạnh 1|Phước 1|Hồng 1|Trí 1|Tiến 2|Khôi 1|Bá 1|Huy 1| 1",
)  # fmt: skip
_WOMEN_MIDDLES: Final = (
    "Thị 90|Thị Kim 1|Ngọc 1|Thị Ngọc 1|Thị Hồng 1| 6",
    "Thị 64|Thị Thu 3|Thị Thanh 3|Thị Kim 4|Thị Ngọc 3|Thị Hồng 3|Thị Bích 2|Thị Mỹ 2|Ngọc 2|Kim 2|"
    "Thị Minh 2|Thị Xuân 1|Hồng 1|Thanh 1|Thị Phương 1|Thị Lệ 1|Thị Mai 1|Thu 1| 3",
    "Thị 42|Thị Thu 5|Thị Thanh 5|Thị Kim 3|Thị Ngọc 5|Thị Hồng 4|Thị Bích 3|Thị Mỹ 3|Ngọc 3|Kim 2|"
    "Thị Minh 2|Thị Phương 3|Thị Thùy 3|Thị Hoài 1|Thị Lan 1|Thu 2|Thanh 2|Phương 2|Thùy 2|Hồng 1|"
    "Thị Diễm 1|Thị Cẩm 1|Thị Tuyết 1|Thị Như 1|Thị Quỳnh 1|Bích 1|Minh 1|Mỹ 1|Huyền 1|Hoàng 1| 1",
    "Thị 12|Ngọc 7|Bảo 6|Gia 5|Minh 5|Khánh 4|Phương 4|Thanh 4|Thùy 3|Như 3|Quỳnh 3|Kim 2|"
    "Mai 2|Hà 2|"
    "Anh 2|Thị Thu 2|Thị Ngọc 3|Thị Thanh 2|Thị Phương 2|Thị Kim 1|Thị Minh 1|Thị Thùy 1|"
    "Thị Hồng 1|"
    "Tuệ 2|An 2|Diễm 1|Cẩm 1|Hoàng 2|Tường 1|Thảo 2|Trúc 2|Yến 1|Linh 1|Mỹ 1|Huỳnh 2|"
    "Hồng 2|Nguyễn 1|"
    "Thiên 1|Hải 1|Cát 1|Tâm 1|Nhã 1|Đan 1|Ánh 1|Hoài 1|Lan 1|Xuân 1|Thu 1|Phúc 1|Trần 1|Lê 1| 1",
)  # fmt: skip


class Pool(NamedTuple):
    """Words, and the running sum of their shares."""

    words: list[int]
    heights: Floats


class Lexicon:
    """All the words, each with its number, and the pools that people draw from."""

    def __init__(self) -> None:
        self.surnames: list[str] = []
        self.middles: list[str] = []
        self.givens: list[str] = []
        self._numbers: dict[tuple[int, str], int] = {}
        listed = [item.rsplit(" ", 1) for item in _SURNAMES.split("|")]
        shares = {name: float(share) for name, share in listed}
        self.by_region = [
            self._pool(
                self.surnames,
                {n: s * _REGIONAL.get(n, (1.0,) * 7)[region] for n, s in shares.items()},
            )
            for region in range(len(REGIONS))
        ]
        self.given = [[self._ranked(text) for text in lists] for lists in (_MEN, _WOMEN)]
        self.middle = [
            [self._pool(self.middles, _shares(text)) for text in lists]
            for lists in (_MEN_MIDDLES, _WOMEN_MIDDLES)
        ]
        self.minority_surnames = [self._falling(self.surnames, p.surnames) for p in MINORITIES]
        self.minority_given = [
            [self._falling(self.givens, p.men), self._falling(self.givens, p.women)]
            for p in MINORITIES
        ]
        self.minority_middles = [
            [self._flat(p.men_middles), self._flat(p.women_middles)] for p in MINORITIES
        ]
        # A woman of the Ê Đê bears H' where a man bears Y.
        self.male_y = self._number(self.surnames, "Y")
        self.female_h = self._number(self.surnames, "H'")

    def _number(self, words: list[str], word: str) -> int:
        key = (id(words), word)
        if key not in self._numbers:
            self._numbers[key] = len(words)
            words.append(word)
        return self._numbers[key]

    def _pool(self, words: list[str], shares: dict[str, float]) -> Pool:
        heights = np.cumsum(np.array(list(shares.values()), dtype=np.float64))
        return Pool([self._number(words, word) for word in shares], heights / heights[-1])

    def _ranked(self, text: str) -> Pool:
        return self._falling(self.givens, list(dict.fromkeys(_words(text))))

    def _falling(self, words: list[str], listed: list[str]) -> Pool:
        return self._pool(
            words, {word: 1.0 / (rank + 6) ** 1.15 for rank, word in enumerate(listed)}
        )

    def _flat(self, listed: list[str]) -> Pool:
        shares: dict[str, float] = {}
        for word in listed:
            shares[word] = shares.get(word, 0.0) + 1.0
        return self._pool(self.middles, shares)


def _shares(text: str) -> dict[str, float]:
    listed = [item.rsplit(" ", 1) for item in text.split("|")]
    return {name.strip(): float(share) for name, share in listed}
