package services

import (
	"regexp"
	"strings"
)

// A web address: http or https or no scheme at all, a host of at least two parts or none of its parts too long, and the rest.
var webRE = regexp.MustCompile(`^((?i:https?)://)?((?:[\pL\pN](?:[\pL\pN-]{0,61}[\pL\pN])?\.)+[\pL][\pL\pN-]{0,61}[\pL\pN])(:[0-9]{1,5})?([/?#][^\s<>"]*)?$`)

// maxWebAddress is what every browser still takes.
const maxWebAddress = 2_000

// webAddress reads an address of a page, with "https://" or without. In a sentence it is the word that looks like one.
func (r *reading) webAddress() (Value, Problems) {
	text := oneLine(r.line())
	if r.free() {
		for _, word := range strings.Fields(text) {
			if webRE.MatchString(strings.Trim(word, emailEdge)) {
				text = word
				break
			}
		}
	}
	m := webRE.FindStringSubmatch(strings.Trim(text, emailEdge))
	if m == nil || len(text) > maxWebAddress {
		return Value{}, r.wrong("web-address-not-real", "")
	}
	return Value{Text: strings.ToLower(m[1]) + strings.ToLower(m[2]) + m[3] + m[4]}, nil
}
