package services

import (
	"maps"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

func (r *reading) yesNo() (Value, Problems) {
	word := fold(r.line())
	if code := r.one(r.line()); code != "" {
		return Value{Choice: []string{code}}, nil
	}
	switch {
	case isYes(word):
		return Value{Choice: []string{"yes"}}, nil
	case isNo(word):
		return Value{Choice: []string{"no"}}, nil
	}
	return Value{}, r.wrong("not-a-choice", "")
}

func (r *reading) choice() (Value, Problems) {
	if !r.free() {
		return r.parts()
	}
	if code := r.one(r.in.Text); code != "" {
		return Value{Choice: []string{code}}, nil
	}
	if code, said := r.withOther(r.in.Text); code != "" {
		return Value{Choice: []string{code}, Other: said}, nil
	}
	return Value{}, r.wrong("not-a-choice", "")
}

// choices reads "1 3 4", "1,3 and 4", "pain; balance", in any mixture, and "none" for the option that excludes the rest.
func (r *reading) choices() (Value, Problems) {
	if !r.free() {
		return r.parts()
	}
	if code := r.one(r.in.Text); code != "" {
		return Value{Choice: []string{code}}, nil
	}
	if code := r.exclusive(); code != "" && (skipWords[fold(r.in.Text)] || isNo(fold(r.in.Text))) {
		return Value{Choice: []string{code}}, nil
	}
	codes, said, ok := r.enumeration(r.in.Text)
	if !ok {
		return Value{}, r.wrong("not-a-choice", "")
	}
	return Value{Choice: r.inOrder(codes), Other: said}, nil
}

// enumeration takes one piece after the other; what is said under "other" runs to the end, unless more choices follow.
func (r *reading) enumeration(text string) (codes map[string]bool, said string, ok bool) {
	codes = map[string]bool{}
	for text != "" {
		piece, rest := nextChoice(text)
		code := r.one(piece)
		if code == "" {
			if code, said = r.withOther(text); code == "" {
				return nil, "", false
			}
			rest = ""
		}
		codes[code] = true
		if code == r.q.Other && rest != "" {
			more, late, ok := r.enumeration(rest)
			if !ok {
				return codes, strings.TrimLeft(text[strings.Index(text, piece)+len(piece):], " :,.-–"), true // the words as they stand: "a pond"
			}
			maps.Copy(codes, more)
			return codes, late, true
		}
		text = rest
	}
	return codes, said, true
}

// parts reads what a door asked in parts: codes under "value", and "other".
func (r *reading) parts() (Value, Problems) {
	chosen := map[string]bool{}
	for _, value := range r.in.Fields["value"] {
		if value == "" {
			continue
		}
		code := value
		if !offers(r.offered, code) {
			code = r.one(value) // keyed from paper or by an agent: a number, a letter, the text
		}
		if code == "" {
			return Value{}, r.wrong("not-a-choice", "")
		}
		chosen[code] = true
	}
	if len(chosen) == 0 {
		return Value{}, r.wrong("required", "")
	}
	if r.q.Kind == Choice && len(chosen) > 1 {
		return Value{}, r.wrong("too-many", "", "max", 1)
	}
	v := Value{Choice: r.inOrder(chosen)}
	if r.q.Other != "" && chosen[r.q.Other] {
		v.Other = r.in.Get("other")
	}
	return v, nil
}

func (r *reading) inOrder(chosen map[string]bool) []string {
	var codes []string
	for _, o := range r.offered {
		if chosen[o.Code] {
			codes = append(codes, o.Code)
		}
	}
	return codes
}

func (r *reading) exclusive() string {
	for _, o := range r.offered {
		if o.Exclusive {
			return o.Code
		}
	}
	return ""
}

// one is the only option that a piece of text can mean, or "".
func (r *reading) one(text string) string {
	if codes := r.matches(text); len(codes) == 1 {
		return codes[0]
	}
	return ""
}

// mark is how somebody refers to a place in the list: "2", "2.", "(2)", "no. 2", "option b", "rhif 2".
var mark = regexp.MustCompile(`^(?:(?:no|number|option|answer|choice|rhif|opsiwn|ateb|dewis) )?([0-9]{1,3}|[a-z])$`)

// matches are the options that a piece of text can mean. The surest way of meaning one decides: the option's own text or
// code, then its number or letter, then a number in words, then a beginning that no other option shares.
func (r *reading) matches(text string) []string {
	word := fold(text)
	if word == "" {
		return nil
	}
	if codes := r.byText(word, func(name string) bool { return name == word }); len(codes) > 0 {
		return codes
	}
	if m := mark.FindStringSubmatch(word); m != nil {
		return r.byMark(m[1])
	}
	if n, ok := numberWords[word]; ok && n >= 1 && n <= len(r.offered) {
		return []string{r.offered[n-1].Code}
	}
	if len([]rune(word)) < 2 {
		return nil
	}
	return r.byText(word, func(name string) bool { return strings.HasPrefix(name, word) })
}

func (r *reading) byMark(m string) []string {
	n, err := strconv.Atoi(m)
	lettered := r.s.lettered(r.q, r.offered)
	switch {
	case err != nil:
		n = int(m[0]-'a') + 1
	case lettered: // "8" must not be the eighth of "0 points, 4 points, 8 points"
		return r.byText(m, func(name string) bool { first, _, _ := strings.Cut(name, " "); return first == m })
	}
	if n < 1 || n > len(r.offered) {
		return nil
	}
	return []string{r.offered[n-1].Code}
}

// byText are the options that have a name that fits, in either language, in either wording, or as their code.
func (r *reading) byText(word string, fits func(name string) bool) []string {
	var codes []string
	for _, o := range r.offered {
		for _, name := range r.s.names[r.q.key][o.Code] {
			if fits(name) {
				codes = append(codes, o.Code)
				break
			}
		}
	}
	return codes
}

// Marks are how the options of q are numbered when they are listed for an answer in writing: "1", "2" …, or "A", "B" …
// where an option's own text begins with a digit and a number would be mistaken for it.
func (s *Service) Marks(q *Question, offered []Option) []string {
	lettered := s.lettered(q, offered)
	marks := make([]string, len(offered))
	for i := range offered {
		marks[i] = strconv.Itoa(i + 1)
		if lettered && i < 26 {
			marks[i] = string(rune('A' + i))
		}
	}
	return marks
}

func (s *Service) lettered(q *Question, offered []Option) bool {
	for _, o := range offered {
		for _, name := range s.names[q.key][o.Code][1:] {
			if name != "" && unicode.IsDigit([]rune(name)[0]) {
				return true
			}
		}
	}
	return false
}

// maxNameWords bounds how many words of an answer are tried as the name of an option.
const maxNameWords = 20

// withOther reads "6 my hearing", "other: my hearing": the option that takes "say what", and what was said.
func (r *reading) withOther(text string) (code, said string) {
	if r.q.Other == "" || !offers(r.offered, r.q.Other) {
		return "", ""
	}
	words := strings.Fields(text)
	for n := min(len(words)-1, maxNameWords); n >= 1; n-- {
		if r.one(strings.Join(words[:n], " ")) == r.q.Other {
			said := strings.TrimLeft(strings.Join(words[n:], " "), " :,.-–")
			return r.q.Other, said
		}
	}
	return "", ""
}

var (
	choiceBreak = regexp.MustCompile(`(?i)\s*(?:[,;+&/\n]|\s(?:and|a|ac|plus)\s)\s*(?:and\s|ac?\s)?`)
	markBreak   = regexp.MustCompile(`^(?:([0-9]{1,2}[.)]?)\s+[0-9]{1,2}|([A-Za-z][.)]?)\s+[A-Za-z])(?:[.)\s,;:&+]|$)`)
)

// nextChoice cuts the first piece off an enumeration. Bare numbers or letters need nothing but a space between them.
func nextChoice(text string) (piece, rest string) {
	at := choiceBreak.FindStringIndex(text)
	if at == nil {
		at = []int{len(text), len(text)}
	}
	if m := markBreak.FindStringSubmatchIndex(text); m != nil {
		if end := max(m[3], m[5]); end <= at[0] {
			return text[:end], strings.TrimSpace(text[end:])
		}
	}
	if at[0] == 0 && at[1] > 0 { // a comma before anything
		return nextChoice(text[at[1]:])
	}
	return text[:at[0]], text[at[1]:]
}
