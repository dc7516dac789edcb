package services

import (
	"strings"
	"unicode"

	"github.com/samedoor/samedoor/lang"
)

// Reading is how hard the words of one question are to read.
type Reading struct {
	Question string
	Lang     lang.Lang
	Pos      Pos
	// Age is the reading age in years in English: the Flesch-Kincaid grade and 5. There is no such measure of Welsh; there
	// it is 0, and only the length of sentences tells.
	Age      int
	Sentence int // words in the longest sentence
}

// What is measured is what a person reads at the question itself.
var readKeys = []string{"ask", "hint", "why", "body"}

// tooFew words say nothing about how hard they are.
const tooFew = 12

// Readings measure every question that has words enough, in the order of the files.
func (s *Service) Readings() []Reading {
	var out []Reading
	var r Reading
	var texts []string
	for _, p := range append(s.Phrases(), Phrase{}) { // one more, so that the last question is measured too
		if r.Question != p.Question || r.Lang != p.Lang {
			if r.measure(texts) {
				out = append(out, r)
			}
			r, texts = Reading{Question: p.Question, Lang: p.Lang, Pos: p.Pos}, nil
		}
		if p.Question != "" && contains(readKeys, p.Key) {
			texts = append(texts, p.Text)
		}
	}
	return out
}

// measure is false where there are too few words.
func (r *Reading) measure(texts []string) bool {
	words, sentences, syllables := 0, 0, 0
	for _, text := range texts {
		for _, sentence := range strings.FieldsFunc(variable.ReplaceAllString(text, "Ann"), func(c rune) bool { return strings.ContainsRune(".?!:;\n", c) }) {
			n := 0
			for _, w := range strings.FieldsFunc(sentence, func(c rune) bool { return !unicode.IsLetter(c) && c != '\'' && c != '’' }) {
				n++
				syllables += syllablesOf(w)
			}
			if n > 0 {
				words, sentences, r.Sentence = words+n, sentences+1, max(r.Sentence, n)
			}
		}
	}
	if words < tooFew {
		return false
	}
	if r.Lang == lang.En {
		grade := 0.39*float64(words)/float64(sentences) + 11.8*float64(syllables)/float64(words) - 15.59
		r.Age = max(5, int(grade+5.5))
	}
	return true
}

// syllablesOf counts groups of vowels; a silent e at the end is none, and every word has one.
func syllablesOf(word string) int {
	word = strings.ToLower(word)
	n, vowel := 0, false
	for _, c := range word {
		is := strings.ContainsRune("aeiouy", c)
		if is && !vowel {
			n++
		}
		vowel = is
	}
	if strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") && n > 1 {
		n--
	}
	return max(1, n)
}

// Hard says whether somebody of 11 would find it hard: the reading age that public services write for is 9 to 11 (GOV.UK
// content guidance), and sentences of more than 25 words are split (the same).
func (r Reading) Hard() bool { return r.Age > 13 || r.Sentence > 25 }
