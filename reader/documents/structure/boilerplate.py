"""Page furniture: what a web page says about itself in the middle of an article - share, subscribe, read more."""

from __future__ import annotations

import re

from reader.documents.shapes import ends_with_full_stop, word_count
from reader.documents.structure.phrases import phrases

_LONGEST = 600
_LONGEST_BUTTON = 80
_MOST_BUTTON_WORDS = 10
_EDGES = " .…!?:»«›‹→←|•·*–—-()[]+×✕▼▲"
_WHOLE = phrases("""
    ad | ads | advert | advertisement | advertisements | advertising | advertisement feature | sponsored
    sponsored content | promoted | promoted stories | paid content | share | share via | share this
    share this article | share this story | share this page | share article | share story | share full article
    share on | shares | gift this article | give this article | email | e-mail | email this | print | print this
    print this page | save | save article | save story | bookmark | bookmark this | copy link | copy url
    link copied | copied | copy this link | tweet | pin | pin it | post | facebook | twitter | x | whatsapp
    linkedin | reddit | telegram | pinterest | flipboard | instagram | youtube | tiktok | messenger | bluesky
    threads | like | send | comment | comments | view comments | show comments | hide comments | add comment
    add a comment | leave a comment | post a comment | join the conversation | join the discussion | have your say
    log in | login | sign in | sign out | log out | register | register now | subscribe | subscribe now | sign up
    sign up now | sign up here | donate | contribute | newsletter | newsletters | our newsletters | email address
    enter your email | enter your email address | your email | menu | search | close | open menu | main menu
    navigation | home | skip to content | skip to main content | skip to navigation | skip to footer | skip advert
    skip advertisement | skip past newsletter promotion | after newsletter promotion | back to top | top | back
    next | previous | previous article | next article | load more | show more | see more | view more | more
    read more | read full story | read the full story | full article | full story | click here | start reading
    continue reading | keep reading | read on | read next | up next | see also | you may also like
    you might also like | you may like | recommended | recommended for you | recommended reading
    recommended stories | for you | trending | trending now | popular | most popular | most read | most viewed
    most shared | most commented | top stories | top story | latest | latest news | latest stories | breaking news
    more news | more stories | more from this author | more on this story | more like this | more on this
    around the web | from around the web | related | related articles | related stories | related topics
    related content | related news | related links | related reading | related internet links | related coverage
    editor's picks | editors' picks | don't miss | in this article | in this story | topics | tags
    explore more on these topics | reuse this content | privacy | privacy policy | privacy notice | cookie policy
    cookies | cookie settings | cookie notice | manage cookies | accept | accept all | accept cookies
    accept all cookies | reject all | terms | terms of use | terms of service | terms and conditions
    terms & conditions | contact us | about us | help | faqs | accessibility | sitemap | site map | follow
    follow us | following | more info | more information | find out more | learn more | story continues below
    article continues below | story continues below advertisement | article continues | all rights reserved
    listen to this article | listen | listen to article | watch | view gallery | view image in fullscreen
    open image in gallery | click to enlarge | video | play video | gallery | show caption | hide caption
    toggle caption | image unavailable | this video can not be played | this video cannot be played
    to play this video you need to enable javascript in your browser | media playback is unsupported on your device
    thank you for subscribing | thanks for subscribing | invalid email
    something went wrong, please try again later | my account | my profile | get in touch | report this ad
    remove ads | why you can trust us | page not found | loading | edition | notifications
    alert me about debates like this | want to know more | support us | support our journalism | our journalism
    become a member | become a supporter | subscriber only | subscribers only | premium | exclusive to subscribers
""")
_CALLS = (
    (r"share (?:this|via|on|by|with|to|using)\b", 8),
    (r"(?:\d+[\d,.k]* )(?:comments?|shares?|likes?|views?|replies)\b", 4),
    (r"(?:comments?|shares?|views?|likes?) ?\(?\d", 4),
    (r"(?:view|show|see|read|load|hide) (?:all |the |more )*(?:\d+ )?(?:comments?|replies|annotations?)", 8),
    (r"comments? (?:are|have been|is) (?:closed|disabled|turned off|moderated)", 15),
    (r"want (?:more|to read more|to see more|to know more|unlimited|full access|the latest|to get|ad-free)\b", 40),
    (r"(?:to continue|to keep|to carry on|continue|keep) reading\b", 30),
    (r"to (?:read|access|view|enjoy|unlock) (?:the |this |more|all|our|rest|full|unlimited)", 30),
    (r"(?:you have|you've) (?:reached|read|used|got|run out|\d+)\b.{0,40}\b(?:articles?|limit|stories)", 30),
    (r"(?:you are|you're) (?:currently )?(?:logged|signed|reading|browsing)\b", 30),
    (r"subscribe (?:to|for|now|today|here|and|via|from|with|or)\b", 45),
    (r"(?:sign|signing) up (?:to|for|here|now|today|with|and)\b", 60),
    (r"(?:get|receive|enjoy|read) (?:the |our |your |all the |all our |all your |a |free |full |unlimited |exclusive )*"
     r"(?:best|latest|day's|top|biggest|breaking|subscriber|unlimited|daily|weekly|morning|news|newsletters?|headlines|"
     r"stories|access|digital access|premium|ad-free)\b", 50),
    (r"(?:already|not|not yet|are you|existing) (?:a |an )?(?:subscriber|subscribed|member|registered|user|customer|print)", 25),
    (r"(?:already )?have (?:an account|a subscription)\b|don't have an account", 20),
    (r"(?:log|sign) ?in (?:to|or|here|with|using|now)\b", 20),
    (r"(?:register|registration|create) (?:now|here|today|for free|free|to|an account|a free|your|is)\b", 30),
    (r"become a (?:member|subscriber|supporter|friend|patron)\b", 40),
    (r"(?:please )?(?:support|fund|help fund|donate to|contribute to) (?:our|us|independent|quality|local|fearless|"
     r"the future of)\b", 60),
    (r"if you (?:value|enjoy|enjoyed|like|liked|believe in|appreciate|found)\b.{0,120}\b(?:support|subscribe|subscribing|"
     r"donate|donating|share|member|sign up|contribution)", 70),
    (r"(?:thank you|thanks) for (?:reading|subscribing|registering|signing up|your support|visiting)\b", 30),
    (r"follow (?:us|[^.]{0,80}? on (?:twitter|x|facebook|instagram|tiktok|linkedin|youtube|bluesky|threads|whatsapp|google)"
     r"\b)", 30),
    (r"(?:like|find|join|message|contact|email|text|call|ring) us (?:on|at|via|by)\b", 25),
    (r"join (?:our|the|us|\S+'s)\b.{0,60}\b(?:whatsapp|facebook|telegram|community|newsletter|mailing|conversation|"
     r"membership|channel)", 45),
    (r"download (?:our|the)\b.{0,40}\bapp\b", 25),
    (r"(?:click|tap) (?:here|the|to|on|below)\b", 30),
    (r"(?:for )?more (?:from|stories|news|on this|like this|great|articles|in)\b", 9),
    (r"for (?:more|the latest|all the latest|all your) (?:local |sport |breaking )?(?:news|stories|updates|headlines|articles)\b", 35),
    (r"(?:(?:read|watch|listen|related|see also|see more|also read)(?: more| next| now| also| here)*) ?[:|»]", 30),
    (r"read more\b", 25),
    (r"read (?:this week's|today's|the latest) .{0,30}\b(?:edition|issue|paper)\b", 10),
    (r".{0,70}\bnewsletters?\b(?! \w+ed\b)", 10),
    (r"(?:keep|stay) (?:up to date|informed|updated) (?:with|on)\b", 40),
    (r"(?:receive free|we'll send you|we will send you)\b", 35),
    (r"listen to (?:our|the|more|this)\b.{0,60}\b(?:podcast|episode|article|now)\b", 25),
    (r"don't miss (?:out|a|our|the)\b", 25),
    (r"(?:we use|this (?:site|website|page) uses|our (?:site|website) uses|we and our partners) ?.{0,40}\bcookies?\b", 90),
    (r"we and our (?:\d+ )?partners\b|we use your (?:sign-?up|data|information)\b", 90),
    (r"by (?:continuing|clicking|signing up|subscribing|using (?:this|our)|entering your|submitting|registering)\b"
     r".{0,160}\b(?:agree|accept|consent|policy|terms|cookies|confirm)", 90),
    (r"(?:manage|change|update|review) (?:my |your |our )?(?:cookies?|privacy|consent|preferences)\b", 15),
    (r"privacy notice ?:|your privacy\b.{0,60}|(?:for more information )?(?:see|read|view) our (?:privacy|cookie)", 90),
    (r"(?:this|the) (?:article|content|story|page|feature|video) (?:is (?:only |exclusively )?(?:for|available|reserved|"
     r"exclusive|locked|not available)|contains content|requires|has been shared)\b", 60),
    (r"this (?:site|page|form) is protected by\b", 40),
    (r"allow .{1,40} content\?", 80),
    (r"(?:©|\(c\)|copyright (?:©|\(c\)|\d{4}))", 40),
    (r"(?:all rights reserved|registered in england|registered office)\b", 40),
    (r"(?:advertisement|advert|ad|sponsored|paid for|promoted|presented) (?:by|-|–|•|content|feature|\d)", 12),
    (r"(?:article|story) continues\b", 6),
    (r"(?:skip|jump|go|back|return) (?:to|past) (?:the )?(?:main|content|top|navigation|comments|footer|newsletter|"
     r"end|home)", 8),
    (r"(?:estimated )?(?:reading|read) time\b|\d+[- ]min(?:ute)?s?'? (?:read|listen)\b|listen ?[(:]?\d+ ?min", 6),
    (r"(?:do you have|got|have you got|have) (?:a |an |any )?(?:story|news tip|tip|news|confidential tip|views?|information|"
     r"something to say)\b.{0,160}(?:email|contact|get in touch|call|tell us|let us know|send|share|\?$)", 50),
    (r"send (?:us )?(?:your|a) (?:story|stories|news|tips?|letters?|views)\b", 40),
    (r"(?:topics|tags|filed under|more about|categories|tagged|explore more on) ?[:|]", 40),
    (r"(?:image|photo|picture|slide) \d+ of \d+|\d+ of \d+ images", 8),
    (r"(?:try|start) (?:our|your|a)\b.{0,40}\b(?:trial|subscription|free|month)", 30),
    (r"(?:choose|select|pick) (?:your|a) (?:subscription|plan|package|edition|newsletter)", 20),
    (r"(?:unlimited|full|digital) (?:digital )?(?:access|subscription)\b", 25),
    (r"(?:enter|confirm|provide|please enter) (?:your|a valid) (?:e-?mail|postcode|password)", 25),
    (r"your (?:email|e-mail|subscription|account|inbox)\b.{0,60}", 12),
    (r"we(?:'re| are) (?:no longer|always) accepting (?:comments|new)", 20),
    (r"most (?:read|viewed|popular|shared) (?:in|on|this|today|stories|articles)\b", 8),
    (r"add .{1,40} as (?:a |your )?preferred source", 15),
)  # fmt: skip
_CALL = re.compile("|".join(f"(?P<c{number}>{call})" for number, (call, _) in enumerate(_CALLS)))
_MOST_WORDS = tuple(words for _, words in _CALLS)
# Words that only a page speaking to its reader uses: a whole sentence is furniture only with one of them.
_TO_THE_READER = re.compile(
    r"\b(?:newsletters?|inbox|e-?mails?|subscri\w+|cookies?|privacy|whatsapp|facebook|twitter|instagram|podcast|app|"
    r"journalism|reading|registered|account|log in|sign in|sign up|click|download|copyright|reserved|your?|us|our|comments?)\b"
)

# Words that only somebody telling a story uses: "Follow us on Twitter was the sign at the gate."
_TOLD = re.compile(r"\b(?:he|she|they|his|her|was|were|had|said|says|told|added|asked|according)\b")


def is_furniture(text: str) -> bool:
    """Return whether `text` as a whole is page furniture: a button, a call to subscribe, a notice, a list's head.

    A sentence that only speaks of subscribing or sharing is none: a call addresses the reader from its first word.
    """
    if len(text) > _LONGEST:
        return False
    folded = text.replace("’", "'").casefold()
    if len(folded) <= _LONGEST_BUTTON and _is_button(folded.strip(_EDGES)):
        return True
    call = _CALL.match(folded.lstrip(_EDGES[:-4]))
    if call is None or call.lastgroup is None or word_count(text) > _MOST_WORDS[int(call.lastgroup[1:])]:
        return False
    if not ends_with_full_stop(text):
        return True
    return _TO_THE_READER.search(folded) is not None and not _TOLD.search(folded)


def is_button(text: str) -> bool:
    """Return whether `text` is one of the fixed words of a page, or a row of them: "Skip to content Search"."""
    return len(text) <= _LONGEST_BUTTON and _is_button(text.replace("’", "'").casefold().strip(_EDGES))


def _is_button(folded: str) -> bool:
    if folded in _WHOLE:
        return True
    words = folded.split()
    if not 1 < len(words) <= _MOST_BUTTON_WORDS:
        return False
    ways = {0}
    for end in range(1, len(words) + 1):
        if any(start in ways and " ".join(words[start:end]).strip(_EDGES) in _WHOLE for start in range(end)):
            ways.add(end)
    return len(words) in ways
