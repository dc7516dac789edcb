package services

import (
	"cmp"
	"slices"
	"strings"

	"github.com/samedoor/samedoor/lang"
)

// Find is the services that somebody may mean, the likeliest first: those met by the most of the words. They are looked for in both languages whatever l is, by
// name, by the other words people use (`also`), by summary and by life event; spelling mistakes are forgiven, and words that
// say nothing ("how do I get a") are passed over. l decides between equals, by name. Nothing to look for finds everything.
func Find(all []*Service, l lang.Lang, query string) []*Service {
	var words []string
	for _, w := range strings.Fields(fold(query)) {
		if !emptyWords[w] {
			words = append(words, w)
		}
	}
	found := make([]scored, 0, len(all))
	best := 0
	for _, s := range all {
		one := scored{s: s}
		one.met, one.score = s.score(words)
		best = max(best, one.score)
		found = append(found, one)
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		return cmp.Or(b.met-a.met, b.score-a.score, cmp.Compare(fold(a.s.Word(l, "name", nil)), fold(b.s.Word(l, "name", nil))))
	})
	out := make([]*Service, 0, len(all))
	for _, one := range found {
		if len(words) == 0 && strings.TrimSpace(query) == "" || one.score > 0 && 3*one.score >= best {
			out = append(out, one.s)
		}
	}
	return out
}

type scored struct {
	s     *Service
	met   int // how many of the words
	score int
}

// emptyWords say nothing about what somebody is looking for.
var emptyWords = set("a", "an", "the", "i", "my", "me", "we", "our", "for", "of", "to", "in", "on", "at", "is", "am", "are", "do", "does", "how", "what",
	"can", "get", "got", "want", "need", "please", "with", "and", "or", "apply", "application", "claim", "form", "help", "it", "have", "has",
	"y", "yr", "i", "o", "am", "ar", "yn", "fy", "ei", "eich", "ein", "sut", "beth", "gael", "cael", "angen", "eisiau", "rydw", "dw", "rwy", "gwneud", "cais",
	"ffurflen", "hawlio", "a", "ac", "neu", "gyda", "help")

// What a word is worth where it stands, and how well it was hit.
const (
	inName, inAlso, inSummary           = 5, 4, 1
	hitWhole, hitBeginning, hitMisspelt = 6, 4, 3
)

// score counts the words of a query that the service is found by, and adds up how well.
func (s *Service) score(words []string) (met, sum int) {
	for _, w := range words {
		best := 0
		for _, t := range s.terms {
			if t.weight*hitWhole > best {
				best = max(best, t.weight*hit(w, t.word))
			}
		}
		if sum += best; best > 0 {
			met++
		}
	}
	return met, sum
}

// hit says how well a written word meets a word of a service. A beginning counts from three letters, a slip of the pen from
// four, two slips from eight.
func hit(written, word string) int {
	switch {
	case written == word:
		return hitWhole
	case len(written) >= 3 && strings.HasPrefix(word, written), len(word) >= 4 && strings.HasPrefix(written, word):
		return hitBeginning
	case len(written) < 4:
		return 0
	}
	slips := 1
	if len(written) >= 8 {
		slips = 2
	}
	if abs(len(written)-len(word)) <= slips && editDistance(written, word) <= slips {
		return hitMisspelt
	}
	return 0
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// term is a word that a service is found by.
type term struct {
	word   string
	weight int
}

// readTerms gathers the words a service is found by, each once with its best weight.
func readTerms(s *Service) []term {
	weights := map[string]int{}
	add := func(text string, weight int) {
		for _, w := range strings.Fields(fold(text)) {
			if !emptyWords[w] {
				weights[w] = max(weights[w], weight)
			}
		}
	}
	for _, l := range lang.All {
		words := s.words[l]
		add(words.single["name"], inName)
		add(words.single["summary"], inSummary)
		for _, also := range words.several["also"] {
			add(also, inAlso)
		}
		for _, event := range s.Events {
			if key := "find.event." + event; lang.Has(l, key) {
				add(lang.T(l, key), inSummary)
			}
		}
	}
	terms := make([]term, 0, len(weights))
	for w, weight := range weights {
		terms = append(terms, term{w, weight})
	}
	slices.SortFunc(terms, func(a, b term) int { return cmp.Compare(a.word, b.word) })
	return terms
}
