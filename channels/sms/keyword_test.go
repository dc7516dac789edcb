package sms

import (
	"regexp"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func TestKeyword(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]Word{
		"STOP": WordStop, "stop": WordStop, " Stop. ": WordStop, "stop all": WordStop, "STOPALL": WordStop, "Unsubscribe": WordStop,
		"QUIT": WordStop, "revoke": WordStop, "OPT-OUT": WordStop, "OPTOUT": WordStop, "Stopio": WordStop, "stop please": WordStop,
		"CANCEL": WordEnd, "end": WordEnd, "Start": WordStart, "UNSTOP": WordStart, "YES": WordResume, "ie": WordResume,
		"help": WordHelp, "Help!": WordHelp, "INFO": WordHelp, "cymorth": WordHelp, "back": WordBack, "nôl": WordBack, "Yn ôl": WordBack,
		"cymraeg": WordWelsh, "English": WordEnglish, "SAESNEG": WordEnglish, "What have I left?": WordLeft, "what's left": WordLeft,
		"faint sydd ar ôl?": WordLeft, "TEXT": WordText, "Testun": WordText, "agent": WordPerson, "send": WordSend, "Anfon, diolch": WordSend,
		"more": WordMore, "": NoWord, "please stop calling": NoWord, "I want to stop": NoWord, "2": NoWord, "helpful": NoWord, "the end": NoWord, "HELPERS": WordHelpers, "End helper 2": WordEndHelper, "diwedd cynorthwyydd 1": WordEndHelper, "end helper two": NoWord,
	} {
		if got := Keyword(body); got != want {
			t.Errorf("%q is %q, want %q", body, got, want)
		}
	}
}

var told = regexp.MustCompile(`\b[A-Z]{2,}(?: [A-Z]{2,})*\b`)

// Every word in capitals that our texts tell people to reply must be understood.
func TestEveryWordToldIsUnderstood(t *testing.T) {
	t.Parallel()
	understood := func(word string, l lang.Lang) bool {
		in := Read(word, l)
		s := &services.Service{}
		for _, q := range []*services.Question{{ID: "o", Kind: services.Phone, Optional: true}, {ID: "d", Kind: services.Declaration},
			{ID: "i", Kind: services.Info}, {ID: "p", Kind: services.File}, {ID: "y", Kind: services.YesNo}, {ID: "a", Kind: services.Address}} {
			if q.Kind == services.Info && word != "OK" && word != "IAWN" { // a page to read takes anything
				continue
			}
			if _, problems := s.Parse(q, nil, in, nil, services.Day{Y: 2026, M: 11, D: 21}); len(problems) == 0 {
				return true
			}
		}
		return false
	}
	for _, l := range lang.All {
		n := 0
		for key, text := range lang.Keys(l) {
			if !strings.HasPrefix(key, "sms.") || strings.HasPrefix(key, "sms.words.") {
				continue
			}
			for _, word := range told.FindAllString(text, -1) {
				n++
				if Keyword(word) == NoWord && !understood(word, l) {
					t.Errorf("%s %s: %q is told and not understood", l, key, word)
				}
			}
		}
		if n < 20 {
			t.Errorf("%s: only %d words were told", l, n)
		}
	}
}

// Our texts are GSM-7 in both languages, have the same variables in both, and fit what they should cost.
func TestWording(t *testing.T) {
	t.Parallel()
	variable := regexp.MustCompile(`\{\w+\}`)
	en, cy := lang.Keys(lang.En), lang.Keys(lang.Cy)
	for key, text := range en {
		if !strings.HasPrefix(key, "sms.") || strings.HasPrefix(key, "sms.words.") {
			continue
		}
		for l, text := range map[lang.Lang]string{lang.En: text, lang.Cy: cy[key]} {
			plain := variable.ReplaceAllString(text, "")
			if text == "" || !GSM(plain) {
				t.Errorf("%s %s: %q is empty or outside GSM-7", l, key, text)
			}
			if strings.HasPrefix(key, "sms.notice.") && Segments(plain) > 2 || Segments(plain) > 2 {
				t.Errorf("%s %s: %d segments", l, key, Segments(plain))
			}
		}
		if a, b := set(variable.FindAllString(text, -1)), set(variable.FindAllString(cy[key], -1)); a != b {
			t.Errorf("%s: variables %s in English, %s in Welsh", key, a, b)
		}
	}
}

func set(list []string) string {
	seen := map[string]bool{}
	out := 0
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out += len(s) * int(s[1])
		}
	}
	return strings.Repeat(".", out)
}

func FuzzKeyword(f *testing.F) {
	for _, s := range []string{"STOP", "nôl", "  help!! ", "o'k", "\x00", "STOP please"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if fold(fold(s)) != fold(s) {
			t.Errorf("%q: folded twice is not folded once", s)
		}
		if Keyword(s) != Keyword(" "+strings.ToUpper(strings.ToLower(s))+"! ") && !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7f }) {
			t.Errorf("%q: its dress changes what it means", s)
		}
	})
}
