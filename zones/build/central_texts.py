"""Sentences of the seven central zones: what each was drawn by (BASIS), why drawn and published differ (WHY)."""

from __future__ import annotations

BASIS: dict[str, str] = {
    "central-business": (
        "两部分：CBD 东以西大望路、南以通惠河（S09、S11）、北以朝阳路、西以东大桥路（据记忆）为界；燕莎国际商圈无"
        "公布范围，取霄云路、天泽路—麦子店街—朝阳公园西路、农展馆南路、东三环北路及亮马河以北环路西侧 500 米（据"
        "记忆，示意） / Two parts: the CBD between Xidawang Road (E), the Tonghui River (S) (S09, S11), Chaoyang "
        "Road (N) and Dongdaqiao Road (W) (recalled); the Yansha business quarter, whose extent was never "
        "published, between Xiaoyun Road, Tianze Road–Maizidian Street–Chaoyang Park West Road, Nongzhanguan "
        "South Road, East Third Ring North Road and, north of the Liangma River, 500 m west of that ring road "
        "(recalled, indicative)."
    ),
    "olympic": (
        "奥林匹克公园四至（S17）：北清河，南北土城路，东安立路（科荟路以北）、北辰东路（以南），西林萃路、北辰西路"
        "；另加规划点名的北京国际会议中心所在街区（北辰东路、慧忠路、安立路、北四环中路，据记忆） / The Olympic "
        "Green's four bounds (S17): Qing River (N), Beitucheng Road (S), Anli Road north and Beichen East Road "
        "south of Kehui Road (E), Lincui Road and Beichen West Road (W); with the block of the International "
        "Convention Centre the plan names (Beichen East Road, Huizhong Road, Anli Road, North Fourth Ring Middle "
        "Road; recalled)."
    ),
    "financial-street": (
        "2006 年有效的四至（S13；规划面积见 S15）：北阜成门内大街，南复兴门内大街，西西二环路，东太平桥大街及其南"
        "接的闹市口北街 / The bounds in force in 2006 (S13; planned area S15): Fuchengmennei Street (N), "
        "Fuxingmennei Street (S), the western second ring road (W), Taipingqiao Street and Naoshikou North "
        "Street, which carries it on southwards (E)."
    ),
    "wangfujing-xidan": (
        "两片街区（据记忆；王府井大街南北端见 S27，西单面积见 S25）：王府井北五四大街—东四西大街、南东长安街、东"
        "东单北大街—东四南大街、西东黄城根；西单北辟才胡同—灵境胡同、南宣武门大街、东横二条—油坊胡同、西华远街"
        "—参政胡同 / Two blocks (recalled; ends of Wangfujing Street S27, size of Xidan S25): Wangfujing between "
        "Wusi Street–Dongsi West Street (N), East Chang'an Avenue (S), Dongdan North Street–Dongsi South Street "
        "(E), Donghuangchenggen (W); Xidan between Picai Hutong–Lingjing Hutong (N), Xuanwumen Street (S), "
        "Heng'ertiao–Youfang Hutong (E), Huayuan Street–Canzheng Hutong (W)."
    ),
    "xuannan": (
        "大栅栏椿树街区（S29）北西河沿、南骡马市大街—珠市口西大街、西宣武门外大街、东前门大街；天桥地区（据记忆）"
        "北珠市口西大街、南永定门西街、西虎坊路—太平街、东前门大街—天桥南大街—永定门内大街 / The "
        "Dashilan–Chunshu block (S29) between Xiheyan (N), Luomashi Street–Zhushikou West Street (S), "
        "Xuanwumenwai Street (W) and Qianmen Street (E), and Tianqiao (recalled) between Zhushikou West Street "
        "(N), Yongdingmen West Street (S), Hufang Road–Taiping Street (W) and Qianmen Street–Tianqiao South "
        "Street–Yongdingmennei Street (E)."
    ),
    "longtan-lake": (
        "龙潭湖体育产业园四至（S30）：北体育馆路（东接光明路），东、南东南护城河，西天坛东路 / The four bounds of "
        "the Longtan Lake sports park (S30): Tiyuguan Road with Guangming Road (N), the south-eastern moat (E and "
        "S), Tiantan East Road (W)."
    ),
    "imperial-city": (
        "皇城四至（S32）北平安大街、东东黄城根、南长安街、西西黄城根—灵境胡同—府右街；什刹海（S34）新街口大街、"
        "北二环、鼓楼西大街—地安门外大街、平安大街；钟鼓楼、国子监—雍和宫、白塔寺—历代帝王庙、天坛各取所在街区"
        "（据记忆） / The Imperial City's four bounds (S32): Ping'an Avenue (N), Donghuangchenggen (E), Chang'an "
        "Avenue (S), Xihuangchenggen–Lingjing Hutong–Fuyou Street (W); Shichahai (S34) between Xinjiekou "
        "Street, the northern second ring road, Gulou West Street–Di'anmenwai Street and Ping'an Avenue; and the "
        "street blocks of the Bell and Drum Towers, the Imperial Academy and Lama Temple, the White Stupa Temple "
        "and Temple of Emperors and the Temple of Heaven (recalled)."
    ),
}

WHY: dict[str, tuple[str, str]] = {
    "central-business": (
        (
            "公布的 3.99 平方公里只指 CBD；按四至所绘 CBD 为 3.65（北界取规划年代的朝阳路；若取朝阳北路约多 1.25）"
            "。其余 2.29 为燕莎，规划写明依托燕莎商圈拓展，但无公布范围。两部分之间没有依据，故不连成走廊。"
        ),
        (
            "The published 3.99 km² is the CBD alone, drawn 3.65 by its bounds (its northern one taken as "
            "Chaoyang Road, as in the plan's years; Chaoyang North Road would add about 1.25). The other 2.29 are "
            "Yansha, which the plan names without bounds. Nothing supports a corridor between the two."
        ),
    ),
    "olympic": (
        (
            "四至围成 12.62，公布 11.59：清河以南、安立路以西的东北角居住区（公园之外）在四至之内，科荟路以北量得 "
            "8.35，公布为 6.8；四环以南按北辰东路直线延伸量得 1.5，公布为 1.64（奥体中心用地达安定路）。另加北京国"
            "际会议中心街区 0.40。"
        ),
        (
            "The bounds enclose 12.62 km², published 11.59: the housing in the north-eastern corner, between "
            "Qing River and Anli Road but outside the park, lies within the bounds (north of Kehui Road 8.35 "
            "measured, 6.8 published), while south of the fourth ring road, with Beichen East Road carried on "
            "straight, 1.5 are measured and 1.64 published (the sports centre's land reaches Anding Road). The "
            "convention centre's block adds 0.40."
        ),
    ),
    "financial-street": (
        (
            "量得 1.17，公布 1.18。太平桥大街南段有两种理解：辟才胡同以南取与 1700×600 米相符的闹市口北街；若取更"
            "东的旧路段，东界东移约 200 米，面积约 1.37。2007 年扩大后的 2.59 不用。"
        ),
        (
            "Measured 1.17 km², published 1.18. The southern end of Taipingqiao Street can be read in two ways: "
            "south of Picai Hutong the drawing follows Naoshikou North Street, which fits the 1,700 by 600 m of "
            "the same source; the old lane farther east would move the edge by some 200 m and give about 1.37. "
            "The enlargement of 2007 (2.59) is not used."
        ),
    ),
    "wangfujing-xidan": (
        (
            "整体无公布面积。王府井 1.64（记忆中约 1.65），西单 0.67（公布约 0.8）：西单东西两界仅据记忆。王府井西"
            "界取皇城东界东黄城根，不取其西侧约 50 米的南北河沿，因而与皇城不重叠。"
        ),
        (
            "No area is published for the whole. Wangfujing is 1.64 km² (some 1.65 recalled), Xidan 0.67 (about "
            "0.8 published), whose eastern and western limits are only recalled. Wangfujing ends at "
            "Donghuangchenggen, the Imperial City's eastern bound, not at Nanheyan–Beiheyan some 50 m farther "
            "west, so the two do not overlap."
        ),
    ),
    "xuannan": (
        (
            "整体无公布面积。大栅栏椿树街区 2.03；只公布过大栅栏一处 1.26（S28，不含椿树与琉璃厂西段）；天桥 2.07"
            "，与记忆中的 2.07 一致。西河沿西段无路点，按平行于前三门大街绘出。"
        ),
        (
            "No area is published for the whole. The Dashilan–Chunshu block is 2.03 km²; only Dashilan proper "
            "has a published area, 1.26 (S28, without Chunshu and western Liulichang); Tianqiao is 2.07, as "
            "recalled. The western half of Xiheyan has no points and runs parallel to the avenue north of it."
        ),
    ),
    "longtan-lake": (
        (
            "按公布四至量得 2.79，公布 2.4：二者不一致，从四至。护城河无中线，南段取两岸道路之中，差可达 140 米（"
            "约 0.2 平方公里）。"
        ),
        (
            "The published bounds measure 2.79 km² against 2.4 published; the bounds are kept. The moat has no "
            "centre line: its southern arm is drawn halfway between the roads on its banks, up to 140 m off (some "
            "0.2 km²)."
        ),
    ),
    "imperial-city": (
        (
            "公布的 6.8 只指皇城，所绘皇城为 6.95。规划另点名什刹海（2.82；公布 1.47 为沿胡同的细界，所用四至较粗"
            "）、钟鼓楼（0.16）、国子监—雍和宫（0.50）、白塔寺—历代帝王庙（0.75）和天坛（3.09，道路中线之间；记"
            "忆中 2.73），均作为独立部分。"
        ),
        (
            "The published 6.8 km² is the Imperial City alone, drawn 6.95. The plan also names Shichahai (2.82; "
            "the published 1.47 follows lanes, the bounds used here are coarser), the Bell and Drum Towers "
            "(0.16), the Imperial Academy and Lama Temple (0.50), the White Stupa Temple and Temple of Emperors "
            "(0.75) and the Temple of Heaven (3.09 between road centre lines; 2.73 recalled), each a part of its "
            "own."
        ),
    ),
}
