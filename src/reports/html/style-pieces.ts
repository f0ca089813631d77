/** How the pieces of sections look: figures, cards, tables, reasons. */
export const PIECES = `
.ok{--tone:var(--ok);--tone-bg:var(--ok-bg)}
.gap{--tone:var(--gap);--tone-bg:var(--gap-bg)}
.open{--tone:var(--open);--tone-bg:var(--open-bg)}
.quiet{--tone:var(--quiet);--tone-bg:var(--quiet-bg)}
.badge{display:inline-block;font-size:.78rem;font-weight:600;line-height:1.35;padding:1px 7px;border-radius:4px;color:var(--tone);background:var(--tone-bg);overflow-wrap:break-word;max-width:100%}
.sign,td i,small i{color:var(--tone);font-weight:700;font-style:normal}
.tiles{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:12px;margin:18px 0 6px}
.tile{border:1px solid var(--line);border-left:5px solid var(--tone,var(--line));border-radius:8px;padding:12px 14px;background:var(--surface);min-width:0}
.tile b{display:block;font-size:2rem;line-height:1.1;color:var(--tone)}
.tile>span{font-size:.86rem;color:var(--muted)}
.tile.bars{grid-column:1/-1;border-left-width:1px}
.tile .head{display:block;margin-bottom:6px}
.bar{display:grid;grid-template-columns:8em minmax(0,1fr) 3em;gap:10px;align-items:center;font-size:.84rem;line-height:1.75}
.bar .track{display:block;height:9px;background:var(--quiet-bg);border-radius:5px;overflow:hidden}
.bar i{display:block;height:100%;background:var(--strong);border-radius:5px}
.bar .figure{text-align:right}
.bar.headline{font-weight:700}
.bar.headline i{background:var(--ok)}
.columns{display:grid;grid-template-columns:minmax(0,1fr);gap:4px 28px}
.cards{list-style:none;margin:0;padding:0;display:grid;gap:8px}
.card{border:1px solid var(--line);border-left:4px solid var(--tone,var(--line));border-radius:7px;padding:9px 13px;min-width:0}
.card p{margin:.25rem 0 0;font-size:.92rem}
.card .row{display:flex;flex-wrap:wrap;gap:2px 14px;justify-content:space-between;align-items:baseline}
.card .to,.to{font-size:.88rem;color:var(--muted)}
.next span{font-size:.72rem;text-transform:uppercase;letter-spacing:.06em;font-weight:700;color:var(--accent);margin-right:4px}
.more{font-size:.9rem}
.note{font-size:.92rem}
.rest{font-size:.88rem;color:var(--open);background:var(--open-bg);border-radius:6px;padding:6px 10px;display:inline-block}
.nothing{color:var(--muted);font-style:italic}
.items{margin:.4rem 0;padding-left:1.15rem}
.items li{margin:.3rem 0}
.o{color:var(--muted);background:var(--raised);border-radius:4px;padding:1px 5px;margin-right:3px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
a.o{color:var(--accent)}
.scroll{overflow-x:auto;margin:.8rem 0;border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:.88rem}
caption{text-align:left;font-size:.8rem;color:var(--muted);padding:8px 12px 6px}
th,td{text-align:left;vertical-align:top;padding:7px 12px;overflow-wrap:break-word;max-width:380px;border-top:1px solid var(--line)}
td code:not(.hash){white-space:nowrap}
thead th{overflow-wrap:normal;font-size:.78rem;color:var(--muted);font-weight:600;background:var(--raised);vertical-align:bottom}
thead button{font:inherit;color:inherit;background:none;border:0;padding:2px 0;cursor:pointer;text-align:left;text-decoration:underline dotted;text-underline-offset:3px}
th[aria-sort=ascending] button::after{content:" ↑"}
th[aria-sort=descending] button::after{content:" ↓"}
tbody th{font-weight:600}
table.wide{min-width:980px}
table.wide thead th{white-space:nowrap}
table.wide tbody th{min-width:150px}
.tools{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:.8rem 0 -.2rem}
.tools input{font:inherit;padding:6px 10px;border:1px solid var(--strong);border-radius:6px;background:var(--surface);color:var(--ink);min-width:min(260px,100%)}
.tools button{font:inherit;font-size:.88rem;padding:5px 12px;border:1px solid var(--strong);border-radius:6px;background:var(--surface);color:var(--ink);cursor:pointer}
.tools output{font-size:.86rem;color:var(--muted)}
.levels{margin:1rem 0 .4rem}
table.seven{min-width:760px;table-layout:fixed}
table.seven th:first-child{width:190px}
table.seven tbody th{vertical-align:middle}
table.seven tbody th,table.seven thead th:first-child{position:sticky;left:0;background:var(--surface);z-index:1}
table.seven thead th:first-child,table.seven .group th{background:var(--raised)}
table.seven thead th:not(:first-child){text-align:center}
table.seven td{padding:5px 5px;text-align:center}
table.seven .group th{font-size:.76rem;text-transform:uppercase;letter-spacing:.06em;color:var(--muted);padding:5px 12px}
abbr{text-decoration:none}
.lv{display:inline-flex;flex-direction:column;align-items:center;justify-content:center;min-width:62px;width:100%;border-radius:6px;background:var(--tone-bg);color:var(--tone);border:1px solid color-mix(in srgb,var(--tone) 45%,transparent);padding:3px 4px;line-height:1.25}
.levels td a{display:flex;color:inherit;text-decoration:none}
.levels td a:hover b{text-decoration:underline}
.lv b{font-size:1.02rem;white-space:nowrap}
.lv small{font-size:.74rem;white-space:nowrap}
table.seven td>small{display:block;font-size:.72rem;color:var(--muted);margin-top:2px}
.levels .lv:not(.documented){display:none}
.levels:has([value=claimed]:checked) .lv:not(.claimed),.levels:has([value=observed]:checked) .lv:not(.observed),.levels:has([value=tested]:checked) .lv:not(.tested){display:none}
.levels:has([value=claimed]:checked) .claimed,.levels:has([value=observed]:checked) .observed,.levels:has([value=tested]:checked) .tested{display:inline-flex!important}
details>summary{cursor:pointer}
.accordion{display:grid;gap:8px;margin-top:1rem}
.subject{border:1px solid var(--line);border-radius:8px;min-width:0}
.subject>summary{padding:10px 14px}
.subject[open]>summary{border-bottom:1px solid var(--line);background:var(--raised);border-radius:8px 8px 0 0}
summary .what{margin-right:14px}
@media (min-width:760px){summary .strip,summary .to{float:right}}
.strip{display:inline-flex;gap:3px;vertical-align:middle}
.tick{display:inline-block;width:21px;height:21px;line-height:21px;text-align:center;border-radius:4px;font-size:.78rem;font-weight:700;color:var(--tone);background:var(--tone-bg)}
.inner{padding:4px 14px 12px;min-width:0}
table.vectors{min-width:720px}
table.vectors td,table.vectors thead th:not(:first-child){text-align:center}
table.vectors td{padding:4px 5px}
table.vectors tbody th{white-space:nowrap}
table.vectors th:last-child{min-width:92px}
.plainlv{font-weight:600}
.fr{border-top:1px solid var(--line);min-width:0}
.fr>summary{padding:8px 2px}
.fr>.inner{padding:0 0 10px 16px}
table.binding{min-width:820px}
table.binding tbody th{font-weight:400;min-width:220px}
table.binding td:nth-child(n+2):nth-child(-n+7){font-size:.92em;padding-left:6px;padding-right:6px}
table.binding i{font-weight:600;white-space:nowrap}
.req{font-weight:600;white-space:nowrap}
.day{white-space:nowrap}
@media (min-width:1000px){
.gap-rows td:nth-child(4){width:9em}
.gap-rows td:nth-child(5),.gap-rows td:nth-child(6){width:13em}
.hosts td:nth-child(6){width:18em}
.files td:last-child{width:41em;max-width:none}
}
td em{font-size:.76rem;font-style:normal;color:var(--gap);border:1px solid var(--gap);border-radius:3px;padding:0 3px}
.chain{margin:.3rem 0}
.chain>summary{font-size:.92rem;color:var(--accent)}
.why,.why ul{list-style:none;margin:.2rem 0 .2rem;padding-left:16px;border-left:2px solid var(--line)}
.why{margin-left:4px}
.why b{font-size:.78rem;color:var(--tone);background:var(--tone-bg);border-radius:4px;padding:1px 6px}
.why li{margin:.35rem 0;font-size:.92rem}
.more-list{margin:.5rem 0;border:1px solid var(--line);border-radius:7px;padding:7px 13px}
.group{margin:.2rem 0 .6rem}
.exhibit{border-top:1px solid var(--line);padding:6px 2px}
pre{margin:.4rem 0;padding:10px 12px;background:var(--raised);border-radius:6px;overflow-x:auto;line-height:1.45;white-space:pre;overflow-wrap:normal}
.hash{word-break:break-all}
table.matrix{width:auto;min-width:100%}
table.matrix td{min-width:104px}
table.matrix tbody th{min-width:150px;position:sticky;left:0;background:var(--surface)}
.pair{display:flex;flex-direction:column;font-size:.82rem;line-height:1.4;white-space:nowrap}
.picture{background:var(--surface);padding:6px}
.picture svg{display:block;margin:0 auto;max-width:100%;min-width:var(--least);height:auto}
.swipe{display:none}
@media (max-width:980px){.swipe{display:block}}
.drawing a:hover .name,.swipe{display:none}
@media (max-width:980px){.swipe{display:block}}
.drawing a:hover .cname{text-decoration:underline}
.drawing a:focus-visible{outline:3px solid var(--accent)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:6px 20px;padding:0;margin:.6rem 0;font-size:.86rem}
.legend li{display:inline-flex;gap:7px;align-items:center}
.swatch{display:inline-block;width:30px;height:0;border-top:2.5px solid var(--ink)}
.l-radio{border-top-style:dotted}
.l-alarm{border-top:2.5px dashed var(--gap)}
.l-hub{height:15px;width:24px;border:1.5px solid var(--ink);border-radius:3px}
@media (min-width:980px){
.tiles{grid-template-columns:repeat(3,minmax(0,1fr)) minmax(0,2fr)}
.tile.bars{grid-column:auto}
.columns{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
}
@media (max-width:520px){
.tile{padding:9px 10px}
.tile b{font-size:1.5rem}
table.seven{min-width:500px}
table.seven th:first-child{width:104px}
table.seven td{padding:4px 2px}
.lv{min-width:0;padding:3px 2px}
.lv b{font-size:.92rem}
table.vectors{min-width:600px}
th,td{padding:6px 8px}
}
@media screen and (max-width:640px){
.cards-table,.binding{min-width:0!important}
.cards-table thead,.binding thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards-table,.cards-table tbody,.cards-table tr,.cards-table th,.cards-table td,.cards-table caption,.binding,.binding tbody,.binding tr,.binding th,.binding td,.binding caption{display:block;width:auto!important;max-width:none;min-width:0!important}
.cards-table tr[hidden]{display:none}
.cards-table tr,.binding tr{border-top:2px solid var(--line);padding:7px 12px}
.cards-table th,.cards-table td,.binding th,.binding td{border:0;padding:2px 0;overflow-wrap:anywhere}
.cards-table td:empty{display:none}
.cards-table td::before{content:attr(data-l) " ";color:var(--muted);font-size:.84em}
table.binding td{display:inline-block;margin-right:12px;white-space:normal!important;text-align:left!important}
.binding td::before{color:var(--muted);font-size:.84em}
.binding td:nth-child(3)::before{content:"claimed "}
.binding td:nth-child(4)::before{content:"documented "}
.binding td:nth-child(5)::before{content:"observed "}
.binding td:nth-child(6)::before{content:"tested "}
.binding td:nth-child(7)::before{content:"SL-C "}
.binding td:nth-child(8)::before{content:"kept unsatisfied by "}
}
`
