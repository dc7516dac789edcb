package apply

import "strings"

// point is how a definition writes that a paragraph is one point of a list.
const point = "- "

// block is paragraphs that stand together: as they are, or as the points of one list.
type block struct {
	points bool
	texts  []string
}

// blocks gathers the points of lists, so that a list is read out as one.
func blocks(texts []string) (all []block) {
	for _, text := range texts {
		text, points := strings.CutPrefix(text, point)
		if len(all) == 0 || all[len(all)-1].points != points {
			all = append(all, block{points: points})
		}
		last := &all[len(all)-1]
		last.texts = append(last.texts, text)
	}
	return all
}
