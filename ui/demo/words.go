package demo

import (
	"strings"

	"github.com/samedoor/samedoor/letters"
)

// national writes a UK number as people do.
func national(e164 string) string {
	if n, ok := strings.CutPrefix(e164, "+44"); ok && len(n) == 10 {
		return "0" + n[:4] + " " + n[4:]
	}
	return e164
}

// addressee is the first line of a letter's address.
func addressee(l letters.Letter) string {
	if len(l.Address) == 0 {
		return ""
	}
	return l.Address[0]
}
