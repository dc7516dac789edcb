package sms

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/samedoor/samedoor/lang"
)

// Word is what a whole message may mean apart from an answer.
type Word string

// The words; how they are written stands in lang under sms.words.
const (
	NoWord      Word = ""
	WordStop    Word = "stop"
	WordEnd     Word = "end" // CANCEL, END: opt-outs to the networks, and plausible in the midst of questions
	WordStart   Word = "start"
	WordResume  Word = "resume" // YES: texts again, but only to somebody who had stopped them
	WordHelp    Word = "help"
	WordBack    Word = "back"
	WordEnglish Word = "english"
	WordWelsh   Word = "welsh"
	WordLeft    Word = "left"
	WordPerson  Word = "person"
	WordText    Word = "text"
	WordSend    Word = "send"
	WordMore    Word = "more"
	WordLater   Word = "later" // leave this question until the end
	WordPause   Word = "pause" // enough for today; STOP it is not

	WordHelpers   Word = "helpers"    // who may act for me
	WordEndHelper Word = "end_helper" // and a number: nobody but me from now on
)

var allWords = [...]Word{WordStop, WordEnd, WordStart, WordResume, WordHelp, WordBack, WordEnglish, WordWelsh, WordLeft, WordPerson, WordText,
	WordSend, WordMore, WordLater, WordPause, WordHelpers, WordEndHelper}

type meaning struct {
	word Word
	lang lang.Lang // the language it is written in
}

// meanings are all words of both languages, folded. English goes first, so that a word of both is taken for English.
var meanings = func() map[string]meaning {
	out := map[string]meaning{}
	for _, l := range lang.All {
		for _, w := range allWords {
			for _, written := range strings.Split(lang.T(l, "sms.words."+string(w)), ",") {
				if f := fold(written); out[f].word == NoWord {
					out[f] = meaning{w, l}
				}
			}
		}
	}
	return out
}()

// Keyword is the word a whole message is, in either language, however it is capitalised, accented or punctuated; a courtesy after it
// counts for nothing. NoWord means it is something else.
func Keyword(body string) Word { return keyword(body).word }

func keyword(body string) meaning {
	f := fold(body)
	if m, ok := meanings[f]; ok {
		return m
	}
	if i := strings.LastIndexByte(f, ' '); i > 0 && meanings[f[:i]].word == WordEndHelper && strings.Trim(f[i+1:], "0123456789") == "" {
		return meanings[f[:i]]
	}
	for _, courtesy := range courtesies {
		if before, found := strings.CutSuffix(f, " "+courtesy); found {
			return meanings[before]
		}
	}
	return meaning{}
}

var courtesies = [...]string{"PLEASE", "THANKS", "THANK YOU", "PLIS", "DIOLCH", "OS GWELWCH YN DDA"}

// fold leaves letters and digits, in capitals, without accents, words one space apart.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '\u2019':
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToUpper(r)
		}
		return ' '
	}, norm.NFD.String(s))
	return strings.Join(strings.Fields(s), " ")
}
