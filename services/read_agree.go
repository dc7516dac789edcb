package services

import (
	"strings"
	"unicode"
)

func (r *reading) declaration() (Value, Problems) {
	word := fold(r.in.Text)
	if r.in.Get("agree") == "yes" || r.free() && (agreeWords[word] || isYes(word)) {
		return Value{Agreed: agreement(r.s, r.in.Lang)}, nil
	}
	return Value{}, r.wrong("agree-required", "")
}

// signature reads the name a declaration is signed with: in parts the name and the agreement, in writing the name after a
// word of agreement, or the name by itself, which is what signing means.
func (r *reading) signature() (Value, Problems) {
	name := oneLine(r.in.Get("value"))
	if r.free() {
		name = signedWith(oneLine(r.in.Text))
	} else if r.in.Get("agree") != "yes" {
		return Value{}, r.wrong("agree-required", "agree")
	}
	switch {
	case r.free() && isNo(fold(r.in.Text)):
		return Value{}, r.wrong("agree-required", "agree")
	case !strings.ContainsFunc(name, unicode.IsLetter):
		return Value{}, r.wrong("signature-required", "value")
	}
	return Value{Text: name, Agreed: agreement(r.s, r.in.Lang)}, nil
}

// signedWith is a message without the words of agreement at its beginning: "AGREE Margaret Ellis", "Rwy'n cytuno, M Ellis".
func signedWith(text string) string {
	words := strings.Fields(text)
	for n := min(3, len(words)); n > 0; n-- {
		said := fold(strings.Join(words[:n], " "))
		if agreeWords[said] || isYes(said) {
			return strings.Join(words[n:], " ")
		}
	}
	return text
}
