package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrap breaks text into lines no wider than width millimetres. A word is never
// split; a web or email address too long for a line is broken after its
// punctuation, and only a run of characters with none of that is cut.
func (p *Press) wrap(text string, bold bool, size, width float64) []string {
	var lines []string
	for _, part := range strings.Split(text, "\n") {
		lines = append(lines, p.wrapLine(part, bold, size, width)...)
	}
	return lines
}

func (p *Press) wrapLine(text string, bold bool, size, width float64) []string {
	fits := func(s string) bool { return p.width(s, bold, size) <= width }
	var lines []string
	line := ""
	for _, word := range words(text, fits) {
		switch joined := line + " " + word; {
		case line == "":
			line = word
		case fits(joined):
			line = joined
		default:
			lines = append(lines, line)
			line = word
		}
		for !fits(line) && utf8.RuneCountInString(line) > 1 {
			head := cut(line, fits)
			lines = append(lines, head)
			line = line[len(head):]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return noRunt(lines, fits)
}

// noRunt gives a last line of one word the word before it for company.
func noRunt(lines []string, fits func(string) bool) []string {
	n := len(lines)
	if n < 2 || strings.Contains(lines[n-1], " ") {
		return lines
	}
	at := strings.LastIndexByte(lines[n-2], ' ')
	if at < 0 {
		return lines
	}
	start, word := lines[n-2][:at], lines[n-2][at+1:]
	company := word + " " + lines[n-1]
	if !strings.Contains(start, " ") || belongs(start[strings.LastIndexByte(start, ' ')+1:], word) || !fits(company) {
		return lines
	}
	lines[n-2], lines[n-1] = start, company
	return lines
}

// words splits at spaces, but keeps together what is misread over two lines:
// groups of figures, such as a phone number, and the day and month of a date.
// Groups too long for a line are split after all.
func words(text string, fits func(string) bool) []string {
	var out []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }) {
		if n := len(out); n > 0 && belongs(out[n-1], word) && fits(out[n-1]+" "+word) {
			out[n-1] += " " + word
			continue
		}
		out = append(out, word)
	}
	return out
}

// belongs says whether word stays on the line of what stands before it.
func belongs(before, word string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(word)
	day := len(before) <= 2 && unicode.IsUpper(next)
	return unicode.IsDigit(last) && (unicode.IsDigit(next) || day)
}

// cut returns the start of word that fits, ending after punctuation if it can,
// and never empty.
func cut(word string, fits func(string) bool) string {
	end, nice := 0, 0
	for i, r := range word {
		next := i + utf8.RuneLen(r)
		if end > 0 && !fits(word[:next]) {
			break
		}
		end = next
		if strings.ContainsRune("/.-@_?&=,;: ", r) || r == nbsp {
			nice = next
		}
	}
	if nice > 0 {
		return word[:nice]
	}
	return word[:end]
}
