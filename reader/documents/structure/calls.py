"""How page furniture begins: calls to share, subscribe and read on, notices on cookies and rights.

Each is a regular expression in lower case, matched at a paragraph's beginning, with the most words that the whole
paragraph may have: what goes on longer is prose.
"""

from __future__ import annotations

CALLS = (
    (r"share (?:this|via|on|by|with|to|using|what|your)\b", 8),
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
    (r"(?:get|receive|enjoy|read) (?:the |our |your |all the |all our |all your |a |free |full |unlimited |"
     r"exclusive )*"
     r"(?:best|latest|day's|top|biggest|breaking|subscriber|unlimited|daily|weekly|morning|news|newsletters?|"
     r"headlines|"
     r"stories|access|digital access|premium|ad-free)\b", 50),
    (r"(?:already|not|not yet|are you|existing) (?:a |an )?(?:subscriber|subscribed|member|registered|user|"
     r"customer|print)", 25),
    (r"(?:already )?have (?:an account|a subscription)\b|don't have an account", 20),
    (r"(?:log|sign) ?in (?:to|or|here|with|using|now)\b", 20),
    (r"(?:register|registration|create) (?:now|here|today|for free|free|to|an account|a free|your|is)\b", 30),
    (r"become a (?:member|subscriber|supporter|friend|patron)\b", 40),
    (r"(?:please )?(?:support|fund|help fund|donate to|contribute to) (?:us|the future of|"
     r"(?:our |independent |quality |local |fearless )+(?:journalis[mt]s?|reporting|news\w*|work|paper|"
     r"website|team))\b", 60),
    (r"if you (?:value|enjoy|enjoyed|like|liked|believe in|appreciate|found)\b.{0,120}\b(?:support|subscribe|"
     r"subscribing|"
     r"donate|donating|share|member|sign up|contribution)", 70),
    (r"(?:thank you|thanks) for (?:reading|subscribing|registering|signing up|your support|visiting)\b", 30),
    (r"follow (?:us|[^.]{0,80}? on (?:twitter|x|facebook|instagram|tiktok|linkedin|youtube|bluesky|threads|"
     r"whatsapp|google)"
     r"\b)", 30),
    (r"(?:like|find|join|message|contact|email|text|call|ring) us (?:on|at|via|by)\b", 25),
    (r"join (?:our|the|us|\S+'s)\b.{0,60}\b(?:whatsapp|facebook|telegram|community|newsletter|mailing|conversation|"
     r"membership|channel)", 45),
    (r"download (?:our|the)\b.{0,40}\bapp\b", 25),
    (r"(?:click|tap) (?:here|the|to|on|below)\b", 30),
    (r"(?:for )?more (?:from|stories|news|on this|like this|great|articles|in)\b", 9),
    (r"for (?:more|the latest|all the latest|all your) (?:local |sport |breaking )?(?:news|stories|updates|"
     r"headlines|articles)\b", 35),
    (r"(?:(?:read|watch|listen|related|see also|see more|also read)(?: more| next| now| also| here)*) ?[:|»]", 30),
    (r"read more\b", 25),
    (r"read (?:this week's|today's|the latest) .{0,30}\b(?:edition|issue|paper)\b", 10),
    (r"(?:keep|stay) (?:up to date|informed|updated) (?:with|on)\b", 40),
    (r"(?:receive free|we'll send you|we will send you)\b", 35),
    (r"listen to (?:our|the|more|this)\b.{0,60}\b(?:podcast|episode|article|now)\b", 25),
    (r"don't miss (?:out|a|our|the)\b", 25),
    (r"(?:we use|this (?:site|website|page) uses|our (?:site|website) uses|"
     r"we and our partners) ?.{0,40}\bcookies?\b", 90),
    (r"we and our (?:\d+ )?partners\b|we use your (?:sign-?up|data|information)\b", 90),
    (r"by (?:continuing|clicking|signing up|subscribing|using (?:this|our)|entering your|submitting|registering)\b"
     r".{0,160}\b(?:agree|accept|consent|policy|terms|cookies|confirm)", 90),
    (r"(?:manage|change|update|review) (?:my |your |our )?(?:cookies?|privacy|consent|preferences)\b", 15),
    (r"privacy notice ?:|your privacy\b.{0,60}|(?:for more information )?(?:see|read|view) our (?:privacy|"
     r"cookie)", 90),
    (r"(?:this|the) (?:article|content|story|page|feature|video) (?:is (?:only |exclusively )?(?:for|"
     r"available|reserved|"
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
    (r"(?:do you have|got|have you got|have) (?:a |an |any )?(?:story|news tip|tip|news|confidential tip|"
     r"something to say)\b.{0,160}(?:email|contact|get in touch|call|tell us|let us know|send|share|\?$)", 50),
    (r"(?:do you have|have you got|got|have) .{1,30}\b(?:about|on) this (?:story|article)\b", 40),
    (r"our (?:\w+ ){0,3}(?:e-?mail|newsletter|briefing|digest|podcast)\b", 40),
    (r"(?:the )?\w+ (?:is|are) not responsible for the content of external\b", 20),
    (r"send (?:us )?(?:your|a) (?:story|stories|news|tips?|letters?|views)\b", 40),
    (r"(?:topics|tags|filed under|more about|categories|tagged|explore more on) ?[:|]", 40),
    (r"(?:image|photo|picture|slide) \d+ of \d+|\d+ of \d+ images", 8),
    (r"(?:try|start) (?:our|your|a)\b.{0,40}\b(?:trial|subscription|free|month)", 30),
    (r"(?:choose|select|pick) (?:your|a) (?:subscription|plan|package|edition|newsletter)", 20),
    (r"(?:unlimited|full|digital) (?:digital )?(?:access|subscription)\b", 25),
    (r"(?:enter|confirm|provide|please enter) (?:your|a valid) (?:e-?mail|postcode|password)", 25),
    (r"your (?:email|e-mail|subscription|account|inbox)\b.{0,60}", 12),
    (r"we(?:'re| are) (?:no longer|always) accepting (?:comments|new)", 20),
    (r"most (?:read|viewed|popular|shared) (?:in|on|this|today|stories|articles|news|sport)\b", 8),
    (r"add .{1,40} as (?:a |your )?preferred source", 15),
)  # fmt: skip
