package importing

import (
	"io"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// prose is what is left of a piece of HTML: paragraphs of plain text, and what could not be kept.
type prose struct {
	paragraphs []string
	dropped    []string // in words: "a script", "a picture without words"
}

// maxToken bounds one tag with its attributes.
const maxToken = 1 << 20

// readHTML makes paragraphs of plain text out of HTML, or of plain text. A list becomes paragraphs that begin with a dash, a
// row of a table one paragraph, a link its text with the address behind. Nothing of it can be markup again.
func readHTML(source string) prose {
	r := &reader{}
	z := html.NewTokenizer(strings.NewReader(source))
	z.SetMaxBuf(maxToken)
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				r.drop("the rest of a text that is no HTML")
			}
			r.link()
			r.flush()
			return prose{r.paragraphs, r.dropped}
		case html.TextToken:
			r.text(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			r.open(t)
			if t.Type == html.SelfClosingTagToken {
				r.close(t.DataAtom)
			}
		case html.EndTagToken:
			r.close(z.Token().DataAtom)
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

type reader struct {
	prose
	b      strings.Builder
	mute   atom.Atom // inside this element nothing is read
	href   string
	linked int // where the text of the link begins in b
}

var (
	muted  = map[atom.Atom]string{atom.Script: "a script", atom.Style: "a style", atom.Iframe: "a frame", atom.Object: "an embedded object", atom.Svg: "a drawing", atom.Template: "a template", atom.Noscript: "words for browsers without scripts", atom.Video: "a video", atom.Audio: "a recording"}
	blocks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Br: true, atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
		atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Table: true, atom.Tr: true, atom.Section: true,
		atom.Article: true, atom.Details: true, atom.Summary: true, atom.Blockquote: true, atom.Hr: true, atom.Caption: true, atom.Header: true, atom.Footer: true,
		atom.Main: true, atom.Nav: true, atom.Aside: true, atom.Form: true, atom.Fieldset: true, atom.Legend: true, atom.Pre: true, atom.Figure: true, atom.Figcaption: true}
	controls = map[atom.Atom]bool{atom.Input: true, atom.Select: true, atom.Textarea: true, atom.Button: true}
)

func (r *reader) open(t html.Token) {
	if r.mute != 0 {
		return
	}
	switch {
	case muted[t.DataAtom] != "":
		r.drop(muted[t.DataAtom])
		r.mute = t.DataAtom
	case t.DataAtom == atom.A:
		r.link()
		r.href, r.linked = attribute(t, "href"), r.b.Len()
	case t.DataAtom == atom.Img:
		if alt := attribute(t, "alt"); alt != "" {
			r.text(" " + alt + " ")
		}
		r.drop("a picture")
	case controls[t.DataAtom]:
		r.drop("a field or button inside a text")
	case t.DataAtom == atom.Li:
		r.flush()
		r.b.WriteString("- ")
	case t.DataAtom == atom.Td || t.DataAtom == atom.Th:
		if strings.TrimSpace(r.b.String()) != "" {
			r.b.WriteString(", ")
		}
	case blocks[t.DataAtom]:
		r.flush()
	}
}

func (r *reader) close(a atom.Atom) {
	switch {
	case r.mute != 0:
		if a == r.mute {
			r.mute = 0
		}
	case a == atom.A:
		r.link()
	case blocks[a]:
		r.flush()
	}
}

func (r *reader) text(t string) {
	if r.mute == 0 {
		r.b.WriteString(t)
	}
}

// link ends a link: its address stands behind its text.
func (r *reader) link() {
	href, text := strings.TrimSpace(r.href), ""
	r.href = ""
	if href == "" {
		return
	}
	if r.linked <= r.b.Len() {
		text = strings.TrimSpace(r.b.String()[r.linked:])
	}
	scheme, _, found := strings.Cut(strings.ToLower(href), ":")
	plain := strings.TrimPrefix(href, "mailto:")
	switch {
	case found && !strings.ContainsAny(scheme, "/?#") && scheme != "http" && scheme != "https" && scheme != "mailto" && scheme != "tel":
		r.drop("a link that is no address")
	case strings.HasPrefix(href, "#") || strings.Contains(text, plain):
	default:
		r.b.WriteString(" (" + plain + ")")
	}
}

func (r *reader) flush() {
	if r.href != "" {
		href := r.href
		r.link()
		r.href, r.linked = href, 0 // a link around blocks: its address is said in the first
		if r.b.Len() > 0 {
			r.href = ""
		}
	}
	text := tidy(r.b.String())
	r.b.Reset()
	if text != "" && text != "-" {
		r.paragraphs = append(r.paragraphs, text)
	}
}

func (r *reader) drop(what string) {
	for _, d := range r.dropped {
		if d == what {
			return
		}
	}
	r.dropped = append(r.dropped, what)
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// tidy is a text on one line: without control and direction characters, with single spaces, and with round brackets for
// braces, which would be variables here.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '{':
			return '('
		case r == '}':
			return ')'
		case unicode.IsSpace(r):
			return ' '
		case r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs):
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	for tag.MatchString(s) { // markup that was written as text: nobody is to take it for markup again
		s = opening.ReplaceAllString(s, "$1")
	}
	return s
}

// tag tells HTML from a text with a less-than sign in it.
var tag = regexp.MustCompile(`<[a-zA-Z/!]`)

var opening = regexp.MustCompile(`<+([a-zA-Z/!])`)

// oneLine is a title or a hint as plain text on one line.
func oneLine(source string) (string, []string) {
	if !tag.MatchString(source) && !strings.Contains(source, "&") {
		return tidy(source), nil
	}
	p := readHTML(source)
	return strings.Join(p.paragraphs, " "), p.dropped
}

// template finds what the runner would have filled in from answers.
var template = regexp.MustCompile(`\{\{|\{%`)
