package importing

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/samedoor/samedoor/services"
)

// wording is what a question says, in both languages.
type wording struct {
	ask, label, hint, sms, prefix, suffix text
	body                                  []text
	more                                  []more
	options                               []optionWords
	fields                                []fieldWords
}

type more struct {
	title text
	body  []text
}

type optionWords struct {
	code       string
	text, hint text
}

type fieldWords struct {
	id string
	wording
}

// where is what a text belongs to, for the report.
type where struct {
	what       What
	page, name string
}

func (c *component) where() where {
	w := where{what: TheComponent, name: c.name}
	if c.page != nil {
		w.page = c.page.path
	}
	return w
}

// plain is a text on one line in both languages; what has no Welsh keeps the English, and the report says so where there is
// Welsh at all.
func (b *builder) plain(t text, at where) text {
	var out text
	var dropped []string
	b.templates(t, at)
	out.en, dropped = oneLine(t.en)
	b.dropped(dropped, at)
	out.cy, dropped = oneLine(t.cy)
	b.dropped(dropped, at)
	out = text{b.printable(out.en, at), b.printable(out.cy, at)}
	if out.en == "" {
		if out.cy != "" {
			b.report.add(Lost, at.what, at.page, at.name, "it says something in Welsh only: '"+clip(out.cy)+"'")
		}
		return text{}
	}
	if out.cy == "" {
		b.noWelsh(out.en, at)
		out.cy = out.en
	}
	return out
}

func (b *builder) noWelsh(english string, at where) {
	if b.welsh != "none" && tidy(english) != "" {
		b.report.add(Lost, at.what, at.page, at.name, "there is no Welsh for '"+clip(english)+"'")
	}
}

func (b *builder) dropped(what []string, at where) {
	for _, d := range what {
		b.report.add(Lost, at.what, at.page, at.name, d+" was taken out")
	}
}

func (b *builder) templates(t text, at where) {
	if template.MatchString(t.en) || template.MatchString(t.cy) {
		b.report.add(Lost, at.what, at.page, at.name, "the runner fills answers into this text; here it stands as it is")
	}
}

// paragraphs are the paragraphs of a piece of HTML, as many in each language.
func (b *builder) paragraphs(t text, at where) []text {
	b.templates(t, at)
	en, cy := readHTML(t.en), readHTML(t.cy)
	b.dropped(en.dropped, at)
	b.dropped(cy.dropped, at)
	for _, list := range [][]string{en.paragraphs, cy.paragraphs} {
		for i := range list {
			list[i] = b.printable(list[i], at)
		}
	}
	if len(en.paragraphs) == 0 {
		if len(cy.paragraphs) > 0 {
			b.report.add(Lost, at.what, at.page, at.name, "it says something in Welsh only: '"+clip(cy.paragraphs[0])+"'")
		}
		return nil
	}
	if len(cy.paragraphs) == 0 {
		b.noWelsh(en.paragraphs[0], at)
		cy.paragraphs = en.paragraphs
	}
	n := min(len(en.paragraphs), len(cy.paragraphs))
	en.paragraphs, cy.paragraphs = shorten(en.paragraphs, n), shorten(cy.paragraphs, n)
	out := make([]text, n)
	for i := range n {
		out[i] = text{en.paragraphs[i], cy.paragraphs[i]}
	}
	return out
}

// shorten makes n paragraphs of a list: the last holds the rest.
func shorten(list []string, n int) []string {
	if len(list) == n {
		return list
	}
	return append(list[:n-1:n-1], strings.Join(list[n-1:], " "))
}

// printable is a text that the letters' font can print: what it lacks becomes the plainest that looks like it, or is left out.
func (b *builder) printable(s string, at where) string {
	if b.lacks == nil {
		return s
	}
	plain := s
	for _, r := range b.lacks(s) {
		other := folded(norm.NFKD.String(string(r)))
		other = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, other)
		if len(b.lacks(other)) > 0 {
			other = ""
		}
		level := Note
		if other == "" {
			level = Lost
		}
		b.report.add(level, at.what, at.page, at.name, "the letters' font has no '"+string(r)+"'; here stands '"+other+"'")
		plain = strings.ReplaceAll(plain, string(r), other)
	}
	if plain = tidy(plain); plain == "" && s != "" {
		return "-"
	}
	return plain
}

// of is the wording of a question.
func (b *builder) of(c *component, shown []*component) wording {
	at := c.where()
	w := wording{hint: b.hint(c, at), prefix: b.plain(c.prefix, at), suffix: b.plain(c.suffix, at)}
	title, page := b.plain(c.title, at), text{}
	if c.page != nil {
		page = b.plain(c.page.title, where{ThePage, c.page.path, ""})
	}
	alone := c.page != nil && c.page.heading && b.firstAlone(c)
	switch {
	case title.en == "" && page.en == "":
		w.ask = either(w.hint, text{en: readable(c.name), cy: readable(c.name)})
	case title.en == "" || alone && page.en != "" || c.hideTitle && page.en != "" && b.single(c):
		w.ask = either(page, title)
	default:
		w.ask = title
	}
	w.label = shortened(either(title, w.ask))
	if page.en != "" && !strings.Contains(strings.ToLower(label(w.ask.en)), strings.ToLower(label(page.en))) {
		w.body = append(w.body, page) // what several questions share is said with each: one stands alone on its page here
	}
	for _, s := range shown {
		b.show(&w, s)
	}
	for _, i := range c.items {
		w.options = append(w.options, optionWords{i.code, b.option(i, at), b.plain(i.hint, at)})
	}
	for _, child := range c.children {
		if child.asks() {
			w.fields = append(w.fields, fieldWords{child.id, b.field(child)})
		}
	}
	return w
}

func (b *builder) option(i item, at where) text {
	t := b.plain(i.text, at)
	if t.en == "" {
		return text{readable(i.value), readable(i.value)}
	}
	return t
}

// hint is a hint, its paragraphs one after the other.
func (b *builder) hint(c *component, at where) text {
	var en, cy []string
	for _, p := range b.paragraphs(c.hint, at) {
		en, cy = append(en, p.en), append(cy, p.cy)
	}
	return text{strings.Join(en, " "), strings.Join(cy, " ")}
}

// field is the wording of a field of a list.
func (b *builder) field(c *component) wording {
	at := c.where()
	w := wording{hint: b.hint(c, at), prefix: b.plain(c.prefix, at), suffix: b.plain(c.suffix, at)}
	w.ask = either(either(b.plain(c.title, at), w.hint), text{readable(c.name), readable(c.name)})
	w.label = shortened(w.ask)
	for _, i := range c.items {
		w.options = append(w.options, optionWords{i.code, b.option(i, at), b.plain(i.hint, at)})
	}
	return w
}

// show adds content to what is read with a question.
func (b *builder) show(w *wording, s *component) {
	body := b.paragraphs(s.content, s.where())
	title := b.plain(s.title, s.where())
	switch {
	case s.details && len(body) > 0:
		w.more = append(w.more, more{either(title, body[0]), body})
	case s.details && title.en != "":
		w.body = append(w.body, title)
	default:
		for _, p := range body {
			if label(p.en) != label(w.ask.en) { // many forms say the question above itself
				w.body = append(w.body, p)
			}
		}
	}
}

func either(a, b text) text {
	if a.en == "" {
		return b
	}
	return a
}

// maxLabel keeps labels short: they stand in lists of answers and in sentences about problems.
const maxLabel = 80

func shortened(t text) text { return text{ends(label(t.en)), ends(label(t.cy))} }

// unsaid stands where a label was cut, in characters that a text message has too.
const unsaid = "..."

// ends is a label that fits, and shows where it does not say all.
func ends(s string) string {
	if short := cut(s, maxLabel); short == s {
		return s
	}
	return cut(s, maxLabel-len(unsaid)) + unsaid
}

func label(s string) string { return strings.TrimRight(s, " ?:.") }

// cut ends a text at a word.
func cut(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	short := string(r[:most])
	if at := strings.LastIndexByte(short, ' '); at > most/2 {
		short = short[:at]
	}
	return strings.TrimRight(short, " ,;:.-(")
}

// readable makes words out of a name like "fullName" or "lead-contact".
func readable(name string) string {
	name = tidy(strings.NewReplacer("-", " ", "_", " ", "/", " ").Replace(name))
	if name == "" {
		return "-"
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// single says that nothing else is asked on c's page; firstAlone that nothing stands before it either.
func (b *builder) single(c *component) bool {
	for _, other := range c.page.parts {
		if other.asks() && other != c && !other.second {
			return false
		}
	}
	return !c.second
}

func (b *builder) firstAlone(c *component) bool { return c.page.parts[0] == c && b.single(c) }

// fits makes a question short enough for a text message: what is asked, without typographic characters, its first sentence,
// its label. false means that it takes another door.
func (b *builder) fits(w *wording, kind services.Kind) bool {
	for _, options := range []bool{false, true} {
		if options {
			for i := range w.options {
				o := &w.options[i]
				o.text = text{folded(o.text.en), folded(o.text.cy)}
			}
		}
		for _, short := range []func(string) string{asIs, folded, firstSentence} {
			if fits(text{short(w.ask.en), short(w.ask.cy)}, w.options) {
				w.sms = text{short(w.ask.en), short(w.ask.cy)}
				return true
			}
		}
		if s := (text{folded(w.label.en), folded(w.label.cy)}); fits(s, w.options) {
			w.sms = s
			return true
		}
	}
	return false
}

func fits(ask text, options []optionWords) bool {
	for _, o := range options {
		if len(options) > services.LongList {
			break // told in parts, whatever it asks
		}
		ask.en, ask.cy = ask.en+"\n1 "+o.text.en, ask.cy+"\n1 "+o.text.cy
	}
	return services.FitsText(ask.en) && services.FitsText(ask.cy)
}

func asIs(s string) string { return s }

var typographic = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "…", "...", "•", "-", "\u00a0", " ", "‑", "-", "´", "'", "`", "'")

func folded(s string) string { return typographic.Replace(s) }

func firstSentence(s string) string {
	s = folded(s)
	for _, end := range []string{"? ", ". ", ": "} {
		if i := strings.Index(s, end); i > 0 {
			return s[:i+1]
		}
	}
	return s
}
