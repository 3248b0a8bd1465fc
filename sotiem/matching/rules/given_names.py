"""Given names that people of Việt Nam bear, as `marked` names are written: the last syllable.

Whoever misspells a name seldom writes another one of these. A name missing here costs little: a
brother's is then taken for a slip a little sooner. Take no name out because it is rare.
"""

from typing import Final

_WRITTEN: Final = """
an anh ba ban bay bi bin biên biển biểu bo bàng bá bách báu bé bình bích bính bông băng bưởi bạch
bảo bảy bắc bằng bền bốn bống bồng bổn bộ bửu ca cam can canh cao chi chinh chiêm chiên chiến
chiểu chung chuyên chuyền chuẩn chánh châm chân châu chí chín chính chót chúc chút chư chương
chước chấn chất chỉnh chứ chức cung cát công cúc cún cơ cương cường cảm cảnh cầm cần cẩm cẩn cộng
cử cự danh di dinh diên diễm diễn diệm diện diệp diệu doan doanh doãn du dua dung duy duyên duyệt
dân dâng dĩ dũng dư dương dưỡng dần dậu dế dịu dở dụ dụng gia gian giang giao giàu giác giám giáp
giỏi gái gấm gấu gầu hai hanh hinh hiên hiến hiếu hiền hiển hiểu hiện hiệp hiệu hoa hoan hoanh hoà
hoài hoàn hoàng hoành hoạch hoạt huy huyên huyền huân huấn huế huệ huỳnh hà hàn hào hân hãn hùng
hưng hương hướng hường hưởng hạ hạc hạnh hạo hạp hải hảo hậu hằng hỉ học hồ hồi hồng hội hợi hợp
hứa hữu i kha khang khanh khen khiêm khiết khoa khoai khoan khoái khoát khoẻ khuyên khuyến khuê
khái khánh khâm khôi khương khả khải khẩn khởi kim kiên kiến kiều kiểu kiệm kiện kiệt kì kí kính
kế kết kỉ kỉnh la lai lam lan lanh li linh liêm liên liễn liễu loan long loát luyến luyện luân
luận luật lài lành lâm lân lãm lãng lê lên lí lăng lĩnh lưu lương lượm lượng lượt lạc lại lả lập
lắm lắng lệ lệnh lịch lộc lớn lợi lụa lục lử lữ lực lựu mai mi minh miên miền miện muội màu máy
mây mão mót mùa mùi múi mĩ mơ mười mạc mạnh mẫn mận mậu mẹo mến mỉ mị mịn mừng na nam nga nghi
nghiêm nghiệp nghĩ nghĩa nghệ nghị ngoan nguyên nguyện nguyệt ngà ngát ngân ngâu ngãi ngôi ngôn
ngưu ngạn ngần ngọ ngọc ngợi ngữ ngự nhan nhanh nhi nhinh nhiên nhiều nhiệm nho nhu nhung nhuần
nhuận nhài nhàn nhâm nhân nhã nhơn như nhường nhượng nhạn nhất nhẫn nhật nhẹ nhẹn nhị nhỏ nhớ nhựt
ninh no nuôi năm nương nết nở nụ nữ nữa oanh phan phi phiên phiến phong phàm phái phán pháp phát
phòng phóng phùng phú phúc phương phước phường phượng phấn phẩm phỉ phới phụng pà pánh páo quan
quang qui quynh quyên quyến quyết quyền quyển quán quân quí quản quảng quế quốc quới quỳnh rinh sa
san sang sanh sao sen sinh siêng soa son song soạn sua sung suốt sách sáng sáu sâm súa sĩ sơn
sương sắc sếp sử sửu sữa sự tam thanh thao thi thiêm thiên thiết thiều thiện thiệp thiệu thoa
thoan thoàn thoáng thoại thoả thu thuyên thuyết thuý thuấn thuần thuận thuật thuỳ thuỵ thuỷ thy
thành thái thám thân thâu thêm thêu thìn thích thông thăng thơ thơi thơm thư thương thường thưởng
thượng thạch thạnh thạo thảnh thảo thất thận thập thắm thắng thế thị thịnh thọ thống thới thời thụ
thục thứ thức thực tiên tiêu tiến tiếp tiền tiển tiệm tiệp toan toàn toán toại toản trai trang tri
trinh triết triều triển triệu trung truyền trà trác tráng trâm trân trình trí trúc trương trước
trường trưởng trượng trạch trấn trầm trịnh trọng trực tuy tuyên tuyến tuyết tuyền tuyển tuân tuấn
tuất tuệ tài tám tâm tân tình tí tín tính tòng tôm tôn tùng tú tĩnh tư tươi tương tước tường tưởng
tạc tạo tải tấn tần tặng tỉ tỉnh tị tịnh tỏ tố tốt tồn tới tủa tứ từ tửu tự uyên uyển vang vi vinh
viên viết viễn việt vui vàng vân vóc võ văn vĩ vĩnh vũ vương vượng vạn vấn vẫn vẹn vẻ vị vịnh vọng
vụ xa xinh xoa xoan xoàn xuyên xuyến xuân xê xương xứng yên yêu yến yểng ái ánh ân én í ín ón út
đan đang điềm điền điều điểm điển điệp đoan đoàn đua đàn đào đáng đình đính đô đôn đông đăng đường
được đượm đại đạm đạo đạt đảng đậu đắc đằng đẳng đặng đẹp đến đỉnh định đồng độ động đủ đức ơn ước
ảnh ẩn
"""
GIVEN_NAMES: Final = frozenset(_WRITTEN.split())
