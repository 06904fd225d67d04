"""Lists of words: common names, and streets that could be anywhere."""

CHINESE_SURNAMES = (
    *"王陈张李刘林徐周黄吴杨赵朱胡孙马郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁",
    *"任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴",
    *"莫孔向汤",
    "欧阳",
)
CHINESE_MALE = ("子浩宇俊嘉明天文志一泽思", "轩然杰涵睿博豪辰宇航晨凯鑫磊翔")
CHINESE_FEMALE = ("雨欣思佳梓诗晓雅若静一语", "涵怡婷琪萱悦妍彤雯宁瑶月琳颖")
CHINESE_MALE_OLD = ("国建志永德文海祥根阿福光", "强华明平军林生发良宝龙根荣财康")
CHINESE_FEMALE_OLD = ("秀桂玉美春爱丽凤彩月惠阿", "英兰芳珍娣花娟梅琴香芬仙素菊萍")
CHINESE_STREETS = (
    *("人民路", "解放路", "海滨路", "港务路", "渔港路", "环城东路", "环城西路", "昌国路", "临海路"),
    *("东海路", "沿港路", "建设路", "文化路", "学林路", "桂花路", "合兴路", "新桥路", "河东路"),
    *("山前路", "盐仓路", "塘头路", "后山弄"),
)
ENGLISH_FAMILIES = (
    *("Smith", "Brown", "Taylor", "Wilson", "Clarke", "Walker", "Hughes", "Green", "Hall", "Wood"),
    *("Turner", "Cooper", "Ward", "Morris", "Baker", "Bennett", "Gray", "Marsh", "Holt", "Fletcher"),
    *("Barnes", "Okafor", "Patel", "Nguyen", "Murphy", "Kelly", "Novak", "Rossi", "Silva", "Khan"),
    *("Larsen", "Tremblay", "Dubois", "Penrose", "Ashdown", "Whitlock", "Thorne", "Calloway"),
    *("Fenwick", "Hargreave", "Lockwood", "Winslow", "Ferris", "Haddad", "Osei", "Petrov", "Sandhu"),
    *("Moreau", "Keane", "Brandt", "Ibarra", "Lindqvist"),
)
ENGLISH_MALE = (
    *("James", "Thomas", "Daniel", "William", "George", "Henry", "Samuel", "Oliver", "Jack", "Leo"),
    *("Arthur", "Edward", "Peter", "Martin", "Adam", "Simon", "Alan", "Frank", "Noah", "Owen"),
    *("Felix", "Hugo", "Omar", "Ravi", "Luca", "Mateo", "Ivan", "Kwame", "Declan", "Graham"),
    *("Victor", "Walter", "Stephen", "Philip"),
)
ENGLISH_FEMALE = (
    *("Mary", "Alice", "Grace", "Emma", "Olivia", "Sophie", "Lucy", "Hannah", "Chloe", "Ruth"),
    *("Helen", "Anna", "Margaret", "Joan", "Rose", "Clara", "Nora", "Ivy", "Freya", "Martha"),
    *("Diane", "Susan", "Priya", "Amina", "Elena", "Maya", "Ines", "Adwoa", "Maeve", "Judith"),
    *("Sylvia", "Beatrice", "Louise", "Frances"),
)
ENGLISH_STREETS = (
    *("Mill Lane", "Anchor Street", "Cooper Row", "Lantern Walk", "Kiln Street", "Thistle Way"),
    *("Bridge End", "Foundry Road", "Elm Terrace", "Vine Street", "Chapel Walk", "Ferry Lane"),
    *("Heron Way", "Lock Street", "Rowan Avenue", "Alder Road", "Damson Close", "Slate Street"),
    *("Furrow Lane", "Haymarket", "Pier Street"),
)
ARABIC_FAMILIES = (
    *("الأحمد", "الحسن", "العلي", "الخطيب", "النجار", "الحداد", "البحري", "الصياد", "المصري"),
    *("الشامي", "الحلبي", "العطار", "الخياط", "السقا", "الزيات", "البنا", "الطحان", "القاضي"),
    *("الكاتب", "الراوي", "الساعدي", "الجبلي", "النخلاوي", "السالم", "الناصر", "المنصور", "الحكيم"),
    *("الصباغ", "الفخراني", "الوراق", "الملاح", "الدباغ"),
)
ARABIC_MALE = (
    *("أحمد", "محمد", "علي", "عمر", "خالد", "يوسف", "إبراهيم", "حسن", "سالم", "ناصر", "طارق", "سامي"),
    *("كريم", "ماجد", "فهد", "زياد", "وليد", "هشام", "رامي", "بلال", "أنس", "جمال", "عادل", "منير"),
    *("رشيد", "ياسر"),
)
ARABIC_FEMALE = (
    *("فاطمة", "مريم", "عائشة", "زينب", "سارة", "ليلى", "نور", "هدى", "سلمى", "رانيا", "دينا", "أمل"),
    *("سعاد", "نجلاء", "خديجة", "ريم", "هناء", "منى", "لمياء", "عبير", "سميرة", "جميلة", "وفاء"),
    *("ياسمين", "رباب"),
)
ARABIC_STREETS = (
    *("شارع الميناء", "شارع البحر", "شارع السوق", "شارع النخيل", "شارع القلعة", "شارع الزيتون"),
    *("شارع المدرسة", "شارع الحديقة", "شارع المكتبة", "شارع الفنار", "شارع المحطة", "شارع النهضة"),
    *("شارع الربيع", "شارع الجسر"),
)
