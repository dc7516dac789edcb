package services

import (
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/lang"
)

// The words people answer with, folded, in both languages. Welsh answers yes with the verb of the question, so there are
// many; a bare "do" is Welsh for yes to something past.
var (
	yesWords = set("yes", "y", "yeah", "yep", "yup", "yea", "aye", "ok", "okay", "sure", "correct", "true", "right", "i do", "i am",
		"i have", "i can", "i will", "we do", "they do", "he does", "she does", "they are", "he is", "she is", "of course", "definitely",
		"ie", "ydw", "ydi", "ydy", "ydyn", "ydych", "oes", "do", "oedd", "oeddwn", "gallaf", "galla", "gall", "gallwn", "bydd", "byddaf",
		"bydda", "byddwn", "gwnaf", "wnaf", "cewch", "caf", "ces", "hoffwn", "dw", "mae", "iawn", "wrth gwrs", "cywir")
	noWords = set("no", "n", "nope", "nah", "never", "none", "false", "i dont", "i do not", "i cant", "i cannot", "i am not", "im not",
		"i have not", "i havent", "we dont", "they dont", "he doesnt", "she doesnt", "not at all", "nobody", "nothing",
		"na", "nac ydw", "nac ydi", "nac ydy", "nac ydyn", "nac ydych", "nac oes", "nage", "naddo", "nac oedd", "nac oeddwn", "na allaf",
		"na alla", "na all", "na fydd", "na fyddaf", "na fydda", "na wnaf", "na chaf", "na hoffwn", "nagoes", "nagydw", "nac dw", "nag oes",
		"nag ydw", "nag ydi", "nag ydy", "dim", "byth", "dim o gwbl", "nid oes", "does dim", "nid wyf", "dwi ddim", "dydw i ddim")
	skipWords = set("skip", "pass", "none", "n a", "na", "nothing", "leave blank", "blank",
		"dont have one", "i dont have one", "havent got one", "hepgor", "sgipio", "dim", "dim un", "dim byd", "gadael yn wag",
		"does gen i ddim", "does dim gen i")
	unknownWords = set("dont know", "i dont know", "do not know", "i do not know", "dunno", "idk", "not known", "unknown", "no idea", "i have no idea",
		"ive no idea", "not sure", "im not sure", "i am not sure", "unsure", "cant remember", "i cant remember", "i cannot remember", "cannot remember",
		"dont remember", "i dont remember", "cant say", "they dont know", "he doesnt know", "she doesnt know",
		"ddim yn gwybod", "dim yn gwybod", "dwi ddim yn gwybod", "dw i ddim yn gwybod", "dydw i ddim yn gwybod", "nid wyf yn gwybod", "sain gwybod",
		"wn i ddim", "dwn i ddim", "dim syniad", "sdim syniad", "does gen i ddim syniad", "does dim syniad gen i", "ddim yn siwr", "dim yn siwr",
		"dwi ddim yn siwr", "dw i ddim yn siwr", "dydw i ddim yn siwr", "ansicr", "anhysbys", "ddim yn cofio", "dwi ddim yn cofio", "dw i ddim yn cofio")
	laterWords = set("later", "1", "ok", "okay", "yes", "y", "send later", "i will send it later", "ill send it later", "another way",
		"i will send it another way", "ill send it another way", "by post", "post", "no", "n", "none", "cant", "i cant", "i cannot", "cannot", "not now",
		"skip", "yn nes ymlaen", "wedyn", "hwyrach", "nes ymlaen", "ffordd arall", "drwy r post", "drwyr post", "postio", "iawn", "ie", "na", "methu",
		"alla i ddim", "hepgor")
	agreeWords = set("agree", "i agree", "agreed", "i accept", "accept", "we agree", "cytuno", "rwyn cytuno", "rwy n cytuno", "dwin cytuno",
		"dwi n cytuno", "cytunaf", "derbyn", "rwyn derbyn", "1")
	moreWords  = set("more", "another", "add", "add another", "another one", "mwy", "arall", "un arall", "ychwanegu", "ychwanegu un arall", "1")
	doneWords  = set("done", "finished", "finish", "end", "no more", "nothing else", "thats all", "thats it", "that is all", "none", "2", "wedi gorffen", "gorffen", "dim mwy", "dyna ni", "dyna r cyfan", "dynar cyfan", "diwedd")
	thanksTail = set("please", "thanks", "thank you", "diolch", "os gwelwch yn dda", "plis", "ta")
)

// numberWords are the numbers people write in words, as far as lists are long.
var numberWords = map[string]int{"zero": 0, "nil": 0, "dim": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
	"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "un": 1, "dau": 2, "dwy": 2, "tri": 3, "tair": 3, "pedwar": 4,
	"pedair": 4, "pump": 5, "pum": 5, "chwech": 6, "chwe": 6, "saith": 7, "wyth": 8, "naw": 9, "deg": 10, "un ar ddeg": 11, "deuddeg": 12}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// isYes and isNo take a folded answer: one of the words, alone, with thanks, or with the verb repeated ("yes I do").
func isYes(word string) bool { return answers(word, yesWords, noWords) }
func isNo(word string) bool  { return answers(word, noWords, yesWords) }

func answers(word string, these, those map[string]bool) bool {
	if these[word] {
		return true
	}
	first, rest, _ := strings.Cut(word, " ")
	if !these[first] || those[word] {
		return false
	}
	return thanksTail[rest] || these[rest]
}

// agreement names the wording that was agreed to: "1/en".
func agreement(s *Service, l lang.Lang) string {
	if l != lang.Cy {
		l = lang.En
	}
	return strconv.Itoa(s.Version) + "/" + string(l)
}
