package govuk

import (
	"cmp"
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// content is the component where there is one, else the text, escaped.
func content(text string, html templ.Component) templ.Component {
	if html != nil {
		return html
	}
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, templ.EscapeString(text))
		return err
	})
}

// has reports whether there is anything to show.
func has(text string, html templ.Component) bool {
	return text != "" || html != nil
}

// either is the option that was given, or what the language says by itself.
func either(option, words string) string {
	return cmp.Or(option, words)
}

// ids joins the ids an element is described by; empty ones are left out.
func ids(parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " ")
}

// nth is the id of the n-th choice (from 0). The first has no number, so that an error summary can link to it.
func nth(prefix string, n int) string {
	if n == 0 {
		return prefix
	}
	return prefix + "-" + strconv.Itoa(n+1)
}

// onlyIf is s when it applies.
func onlyIf(applies bool, s string) string {
	if applies {
		return s
	}
	return ""
}

// truth writes an optional yes or no as an attribute value; nil is none.
func truth(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

// i18n writes messages for govuk-frontend's script as data-i18n attributes, empty ones left out.
func i18n(messages map[string]string) templ.Attributes {
	attrs := templ.Attributes{}
	for key, message := range messages {
		if message != "" {
			attrs["data-i18n."+key] = message
		}
	}
	return attrs
}

// addPlural puts the plural forms of one message into attrs.
func addPlural(attrs templ.Attributes, key string, p Plural) {
	for rule, message := range map[string]string{"zero": p.Zero, "one": p.One, "two": p.Two, "few": p.Few, "many": p.Many, "other": p.Other} {
		if message != "" {
			attrs["data-i18n."+key+"."+rule] = message
		}
	}
}

// both merges attributes; the later ones win.
func both(sets ...templ.Attributes) templ.Attributes {
	merged := templ.Attributes{}
	for _, set := range sets {
		for name, value := range set {
			merged[name] = value
		}
	}
	return merged
}

// optional makes attributes of name, value pairs; those without a value are left out.
func optional(pairs ...string) templ.OrderedAttributes {
	attrs := make(templ.OrderedAttributes, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			attrs = append(attrs, templ.KV[string, any](pairs[i], pairs[i+1]))
		}
	}
	return attrs
}

// eitherPlural is the option that was given, or what the language says by itself.
func eitherPlural(option, words Plural) Plural {
	return cmp.Or(option, words)
}

// numbered is the id of the n-th of several parts (from 0), every one with its number.
func numbered(prefix string, n int) string {
	return prefix + "-" + strconv.Itoa(n+1)
}
