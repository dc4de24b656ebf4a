"""people · syllables: how a name that is being typed in pinyin may go on: zhangx is the beginning of zhangxiao."""

from __future__ import annotations

from functools import lru_cache

# Every syllable of Chinese as it is written without tones.
_WRITTEN = """
a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng
cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu
cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo e
ei en eng er fa fan fang fei fen feng fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan
guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian
jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan
kuang kui kun kuo la lai lan lang lao le lei len leng li lia lian liang liao lie lin ling liu lo long lou lu luan
lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne
nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve o ou pa pai pan pang pao pei pen
peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang
rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she
shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan
tang tao te tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia
xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun
za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai
zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
_SYLLABLES = frozenset(_WRITTEN.split())
_LONGEST = max(map(len, _SYLLABLES))
_TYPED_MOST = 40


@lru_cache(maxsize=1000)
def completed(typed: str) -> tuple[str, ...]:
    """What letters may become once the syllable that they break off in is whole; none where they break off in none.

    One letter alone is an initial already, by which people are found as well.
    """
    if not 1 < len(typed) <= _TYPED_MOST or not typed.isalpha():
        return ()
    begins = (at for at in range(max(0, len(typed) - _LONGEST), len(typed)) if _is_whole(typed[:at]))
    ends = ((typed[:at], each) for at in begins for each in _SYLLABLES if each.startswith(typed[at:]))
    return tuple(sorted({head + each for head, each in ends} - {typed}))


@lru_cache(maxsize=1000)
def _is_whole(typed: str) -> bool:
    """Whether letters are nothing but whole syllables."""
    return not typed or any(
        typed[:size] in _SYLLABLES and _is_whole(typed[size:]) for size in range(1, min(len(typed), _LONGEST) + 1)
    )
