"""Both tongues say the same things, every word used is there, and no word is there for nothing."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = {tag: (ROOT / "data" / "locales" / f"{tag}.json").read_text("utf-8") for tag in ("zh-TW", "en")}
ZH, EN = (json.loads(TEXT[tag]) for tag in ("zh-TW", "en"))
# Messages asked for by a key that is put together: f"nav.{page['name']}". What follows the prefix comes from a table or registry.
PUT_TOGETHER = (
    "address.bad_", "nav.", "status.", "confidence.", "theme.", "year.",
    "district.old", "district.young", "district.tab", "project.tab",
)
# Characters only simplified text has (never a variant used in Taiwan), of the words an exhibition like this needs most.
SIMPLIFIED = set(
    "这个们国会说为开关时间区县来对发无电车业产东丝两严丰临举义乌乐习书买乱争亏云亚亲仅从仓仪优传伤伦体余侨侧侦债储儿党兰兴养"
    "兽军农冲决况冻净凉减凤凭凯击创删刘则刚剂剑剧劝办务动励劲劳势华协单卖卢卫却厂厅历厉压厌厕县参双变叙叶号叹吓听启员响园围图圆"
    "圣场坏块坚坛坝坟坠垄垒垦埘执扩扫扬扰抚抢护报担拟拥择挂挡挤挥损换据拥数断旧时显晓术机杀杂权条杨极构枢标树样桥检楼欢欧汇汉汤沟"
    "没泪泽洁浅测济浓涛润涨渐温湾湿满滤灯灵灾炉点烟热爱独狭狮献猎环现电画畅疗监盖盘着矿码砖础确碍礼祸离种积称稳穷窃竞笔筑签简粮紧"
    "纠红约级纪纯纲纳纵纷纸纹线练组细织终经结给络绝统继绩续维综绿缆缓编缘缩网罗罚罢职联聪肃肠肤肿胁胆脏脑脚腾舰舱艺节芦苏苹范茎荐荣"
    "药莲获营蓝虑虽蚀补装见观规视览觉触订认讨让训议讯记讲许论设访证评识诉词译试话询该详语误请诸读课调谁谈谋谢谱谷贝负贡财责贤账货质贩"
    "购贯贵贷贸费贺资赋赏赔赖赛赞赢赵趋跃踪车轨转轮软轻载较辅辆辈输辑边达迁过迈运还进远违连迟适选递逻遗邓邮邻郑酱释里针钟钢钱铁铜铝链"
    "销锁错锦键镇长门闭问闲间闻阁阅阔队阳阴阵阶际陆陈险随隐难雾静页顶项顺须顾顿预领频题颜额风飞饭饮饰馆马驱驶驻验骑骗鱼鲁鲜鸟鸡鸣龙龟"
)
SIMPLIFIED -= set("余叶里范谷着据征斗么了只后台面云系制松向折冲借郁克余几干丰义")  # also traditional characters of their own
# What stands in the other tongue on purpose: what stands for an English name in both, and what may be typed.
OTHER = {"village.no_english_short", "districts.search_hint"}
SOURCES = {
    "python": [
        path
        for room in ("pages", "components", "exports", "talks", "server", "api", "hub")
        for path in sorted((ROOT / room).rglob("*"))
        if path.suffix in (".py", ".html")
    ],
    "browser": sorted((ROOT / "assets" / "js").glob("*.js")),
}
QUOTED = re.compile(r"""["'`]([a-z_]+(?:\.[a-z0-9_-]+)+)["'`]""")
CALLED = re.compile(r"""\b(?:words|pair|titled|message|question|t)\(\s*f?["'`]([a-z_]+(?:\.[a-z0-9_]+)*)["'`]""")
STARTED = re.compile(r"""["'`]([a-z_]+\.[a-z0-9_.]*)(?:\{|\$\{|["'] \+)""")  # f"a.b_{x}", `a.b_${x}`, "a.b_" + x


def text_of(kind: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in SOURCES[kind])


def placeholders(message: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", message))


def test_both_files_hold_the_same_keys_in_order():
    for tag, messages in (("zh-TW", ZH), ("en", EN)):
        keys = re.findall(r'^\s*"([^"]+)":', TEXT[tag], flags=re.MULTILINE)
        assert keys == sorted(keys), tag
        assert len(keys) == len(messages), f"{tag}: a key stands twice"
    assert list(ZH) == list(EN)


def test_keys_are_room_and_thing():
    assert [key for key in EN if not re.fullmatch(r"[a-z_]+(\.[a-z0-9_-]+)?", key)] == []


@pytest.mark.parametrize("tag", ["zh-TW", "en"])
def test_no_text_is_empty(tag: str):
    """An exact number alone has no word before it."""
    empty = [key for key, text in json.loads(TEXT[tag]).items() if not text.strip()]
    assert empty in ([], ["project.qualifier_exact"])


def test_both_tongues_take_the_same_values():
    assert {
        key: (placeholders(ZH[key]), placeholders(EN[key])) for key in EN if placeholders(ZH[key]) != placeholders(EN[key])
    } == {}


@pytest.mark.parametrize("kind", SOURCES)
def test_every_word_asked_for_is_there(kind: str):
    missing = {key for key in CALLED.findall(text_of(kind)) if key not in EN and not any(known.startswith(key) for known in EN)}
    assert missing == set()


def test_every_beginning_of_a_key_leads_somewhere():
    begun = set(STARTED.findall(text_of("python"))) | set(STARTED.findall(text_of("browser")))
    rooms = {key.split(".")[0] for key in EN}
    assert {start for start in begun if start.split(".")[0] in rooms and not any(key.startswith(start) for key in EN)} == set()


def test_no_word_is_there_for_nothing():
    text = text_of("python") + text_of("browser")
    begun = tuple(start for start in STARTED.findall(text) if len(start.split(".")[0]) < len(start) - 1 or f"{start}title" in EN)
    used = set(QUOTED.findall(text)) | set(CALLED.findall(text))
    used |= {
        f"{name}.{what}" for name in re.findall(r'register_page\([^)]*\bname="(\w+)"', text) for what in ("title", "description")
    }
    used |= {f"{key}{ending}" for key in used for ending in ("_name", "_unit", "_one")}  # person_figure.py and sight.py add these
    assert [key for key in EN if key not in used and not key.startswith((*PUT_TOGETHER, *begun))] == []


def test_chinese_is_chinese():
    """A message with an English sentence has one in Chinese too; names (Dash, Lucide, Top7) may stand as they are."""
    latin = [
        key for key in EN if re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", EN[key]) and not re.search(r"[\u4e00-\u9fff]{2}", ZH[key])
    ]
    assert set(latin) <= OTHER


def test_chinese_is_traditional():
    assert {key: sorted(SIMPLIFIED & set(text)) for key, text in ZH.items() if SIMPLIFIED & set(text)} == {}


def test_english_is_english():
    """A Chinese name may stand behind its English one, in brackets."""
    bare = {key: re.sub(r"[（(][^（）()]*[）)]", "", text) for key, text in EN.items()}
    assert {key for key, text in bare.items() if re.search(r"[\u4e00-\u9fff]", text)} <= OTHER


def test_chinese_uses_full_width_marks_between_chinese():
    wrong = {key: text for key, text in ZH.items() if re.search(r"[\u4e00-\u9fff][,;!?][\u4e00-\u9fff]|[\u4e00-\u9fff]\.$", text)}
    assert wrong == {}
