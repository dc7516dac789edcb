package accounts

import (
	"strings"
	"unicode/utf8"
)

// The address window takes seven lines of 45 characters (Notify's letter specification).
const (
	windowLines = 7
	windowRunes = 45
)

// envelope is the address as it goes in the window: the name first, the postcode last. A long line is broken at a space; where that makes
// too many lines, the middle ones share.
func envelope(a Account) []string {
	lines := foldLine(nil, a.FullName)
	if a.Address == nil {
		return lines
	}
	for _, line := range a.Address.Lines {
		lines = foldLine(lines, line)
	}
	for i := 1; len(lines) >= windowLines && i+1 < len(lines); {
		both := lines[i] + ", " + lines[i+1]
		if utf8.RuneCountInString(both) > windowRunes {
			i++
			continue
		}
		lines = append(append(append([]string{}, lines[:i]...), both), lines[i+2:]...)
	}
	return append(lines, a.Address.Postcode)
}

func foldLine(lines []string, text string) []string {
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= windowRunes:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line == "" {
		return lines
	}
	return append(lines, line)
}
