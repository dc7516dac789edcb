package main

import (
	"fmt"
	"regexp"
	"strings"
)

// GDS Transport and the crest may only be used on GOV.UK itself. The stack is
// what each system sets its own pages in; all of these have ŵ and ŷ.
const ownStack = `system-ui,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial`

var (
	fontFace   = regexp.MustCompile(`@font-face\{[^}]*\}`)
	fontNotice = regexp.MustCompile(`/\*![^*]*font[^*]*\*/`)
	crest      = regexp.MustCompile(`url\(/assets/images/govuk-crest\.svg\)`)
	mustBeGone = []string{"GDS Transport", "@font-face", "crest.svg", "/assets/fonts"}
)

// ownLook takes the reserved font and crest out of the stylesheet; what else
// it names is found beside it. An error means that a new
// version of the stylesheet is written in a way this does not know.
func ownLook(css []byte) ([]byte, error) {
	s := string(withoutMap(css))
	s = fontFace.ReplaceAllString(s, "")
	s = fontNotice.ReplaceAllString(s, "")
	s = crest.ReplaceAllString(s, "none")
	s = strings.ReplaceAll(s, "GDS Transport,arial", ownStack)
	s = strings.ReplaceAll(s, "url(/assets/", "url(")
	for _, word := range mustBeGone {
		if strings.Contains(s, word) {
			return nil, fmt.Errorf("%q is still in the stylesheet after editing; internal/assets/look.go must learn its new form", word)
		}
	}
	if !strings.Contains(s, ownStack) {
		return nil, fmt.Errorf("the stylesheet names its font in a new way; internal/assets/look.go must learn it")
	}
	return []byte(s), nil
}
