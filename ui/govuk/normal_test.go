package govuk_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// normal writes HTML with one line an element, attributes and classes in order, and white space only where a browser would show it.
func normal(t *testing.T, component, source string) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(source), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	root := &html.Node{Type: html.ElementNode, Data: "root"}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	if component == "footer" {
		withoutCrown(root)
	}
	spaceOutside(root)
	joinTexts(root)
	var b strings.Builder
	write(&b, root, 0)
	return b.String()
}

func write(b *strings.Builder, n *html.Node, depth int) {
	indent := "\n" + strings.Repeat("  ", depth)
	switch n.Type {
	case html.TextNode:
		if text := shown(n); text != "" {
			b.WriteString(indent + "|" + text + "|")
		}
	case html.ElementNode:
		b.WriteString(indent + "<" + n.Data)
		for _, a := range attributes(n) {
			b.WriteString(" " + a)
		}
		b.WriteString(">")
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			write(b, c, depth+1)
		}
	}
}

// attributes are in alphabetical order. Those that change nothing are left out: a message that says what the script says by
// itself, and the line of an arrow, which is drawn anew here.
func attributes(n *html.Node) []string {
	var out []string
	for _, a := range n.Attr {
		switch {
		case n.Data == "path" && a.Key == "d":
			continue
		case a.Key == "data-i18n.show-password" && a.Val == said.ShowPassword, a.Key == "data-i18n.show-password-aria-label" && a.Val == said.ShowPasswordLabel:
			continue
		case a.Key == "class":
			classes := strings.Fields(a.Val)
			slices.Sort(classes)
			a.Val = strings.Join(slices.Compact(classes), " ")
		}
		out = append(out, a.Key+"="+strings.TrimSpace(a.Val))
	}
	if n.Data == "option" && !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "value" }) {
		out = append(out, "value="+strings.TrimSpace(n.FirstChild.Data))
	}
	slices.Sort(out)
	return out
}

// shown is a text as a browser shows it: runs of white space are one space, and none stands at the edge of a block.
func shown(n *html.Node) string {
	if n.Parent.Data == "textarea" || n.Parent.Data == "pre" {
		return n.Data
	}
	text := strings.Join(strings.Fields(n.Data), " ")
	leads, trails := n.Data != strings.TrimLeft(n.Data, space), n.Data != strings.TrimRight(n.Data, space)
	if text == "" && (atEdge(n.PrevSibling) || atEdge(n.NextSibling)) {
		return ""
	}
	if text == "" {
		return " "
	}
	if leads && !atEdge(n.PrevSibling) {
		text = " " + text
	}
	if trails && !atEdge(n.NextSibling) {
		text += " "
	}
	return text
}

const space = " \n\t"

// inline are the elements in whose neighbourhood white space shows.
var inline = []string{"a", "span", "strong", "b", "em", "code", "svg"}

func atEdge(neighbour *html.Node) bool {
	return neighbour == nil || neighbour.Type == html.CommentNode || neighbour.Type == html.ElementNode && !slices.Contains(inline, neighbour.Data)
}

// withoutCrown takes out of a footer what is GOV.UK's: the crown, the licence's logo with the sentence that stands there when
// no other is asked for, and the link around the copyright that carries the crest.
func withoutCrown(root *html.Node) {
	for _, n := range slices.Collect(root.Descendants()) {
		class := attr(n, "class")
		switch {
		case class == "govuk-footer__crown", class == "govuk-footer__licence-logo":
			n.Parent.RemoveChild(n)
		case class == "govuk-footer__licence-description" && n.FirstChild != nil && strings.Contains(n.FirstChild.Data, "All content is available"):
			n.Parent.RemoveChild(n)
		case strings.HasSuffix(class, "govuk-footer__copyright-logo"):
			unlink(n)
		}
	}
}

// spaceOutside moves white space at the edges of inline elements outside of them, where it shows in the same way.
func spaceOutside(n *html.Node) {
	for _, c := range slices.Collect(n.ChildNodes()) {
		spaceOutside(c)
		if c.Type != html.ElementNode || c.Data == "svg" || !slices.Contains(inline, c.Data) {
			continue
		}
		if first := c.FirstChild; first != nil && first.Type == html.TextNode && strings.TrimLeft(first.Data, space) != first.Data {
			first.Data = strings.TrimLeft(first.Data, space)
			n.InsertBefore(&html.Node{Type: html.TextNode, Data: " "}, c)
		}
		if last := c.LastChild; last != nil && last.Type == html.TextNode && strings.TrimRight(last.Data, space) != last.Data {
			last.Data = strings.TrimRight(last.Data, space)
			n.InsertBefore(&html.Node{Type: html.TextNode, Data: " "}, c.NextSibling)
		}
	}
}

// joinTexts makes one text of those that came to stand side by side.
func joinTexts(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		for c.Type == html.TextNode && c.NextSibling != nil && c.NextSibling.Type == html.TextNode {
			c.Data += c.NextSibling.Data
			n.RemoveChild(c.NextSibling)
		}
		joinTexts(c)
	}
}

// unlink leaves a copyright that was asked for as plain text, and takes out the one that stands there by itself.
func unlink(a *html.Node) {
	item := a.Parent
	if strings.TrimSpace(a.FirstChild.Data) == "© Crown copyright" {
		item.Parent.RemoveChild(item)
		return
	}
	for c := a.FirstChild; c != nil; c = a.FirstChild {
		a.RemoveChild(c)
		item.InsertBefore(c, a)
	}
	item.RemoveChild(a)
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
