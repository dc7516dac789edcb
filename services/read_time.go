package services

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A time in digits: "14:30", "2.30pm", "2 pm", "1430", "9 o'clock", "2yp". The half of the day follows in words of either language.
var (
	digitTime = regexp.MustCompile(`^([0-9]{1,2})(?:[:.h ]?([0-9]{2}))?(?:[:.]([0-9]{2}))?$`)
	dayHalf   = regexp.MustCompile(`(?i)\s*\b(a\.?m\.?|p\.?m\.?|yb|yp|yh|in the morning|in the afternoon|in the evening|at night|yn y bore|y bore|yn y prynhawn|y prynhawn|y pnawn|pnawn|gyda'?r nos|yr hwyr|y nos)\s*$`)
	joined    = regexp.MustCompile(`(?i)([0-9])\s*(a\.?m\.?|p\.?m\.?|yb|yp|yh)$`)
	oclock    = regexp.MustCompile(`(?i)\s*(?:o'?\s?clock|o'?r gloch|hours|hrs)\s*$`)
	atTime    = regexp.MustCompile(`(?i)^(?:at|about|around|am|tua|oddeutu)\s+`)
)

// time reads a time of day and keeps it as '14:30'. Hours from 1 to 6 that are written like a clock's face, without a nought
// before them and without a half of the day, are in the afternoon: nobody is asked about the night.
func (r *reading) time() (Value, Problems) {
	text := strings.NewReplacer("’", "'", "‘", "'").Replace(oneLine(r.line()))
	text = strings.TrimRight(atTime.ReplaceAllString(text, ""), " ,;!")
	if t, ok := fixedTimes[fold(text)]; ok {
		return Value{Text: t}, nil
	}
	text, half := cutHalf(text)
	text = strings.TrimRight(oclock.ReplaceAllString(text, ""), " .")
	h, m, face, ok := clockDigits(text)
	if !ok {
		h, m, ok = clockWords(fold(text))
		face = true
	}
	if h, ok = onHalf(h, half, face && half == "", ok); !ok {
		return Value{}, r.wrong("time-not-real", "")
	}
	return Value{Text: fmt.Sprintf("%02d:%02d", h, m)}, nil
}

// cutHalf takes "pm", "yn y bore" off the end: "a" for the morning, "p" for the rest, "" where nothing is said.
func cutHalf(text string) (rest, half string) {
	text = joined.ReplaceAllString(text, "$1 $2")
	at := dayHalf.FindStringSubmatchIndex(text)
	if at == nil {
		return text, ""
	}
	said := strings.ReplaceAll(strings.ToLower(text[at[2]:at[3]]), ".", "")
	switch said {
	case "am", "yb", "in the morning", "yn y bore", "y bore":
		return text[:at[0]], "a"
	}
	return text[:at[0]], "p"
}

// onHalf puts an hour into its half of the day.
func onHalf(h int, half string, face, ok bool) (int, bool) {
	switch {
	case !ok || h > 23 || half == "a" && h > 12:
		return 0, false
	case half == "a" && h == 12:
		return 0, true
	case half == "p" && h < 12:
		return h + 12, h > 0
	case face && h >= 1 && h <= 6:
		return h + 12, true
	}
	return h, true
}

// clockDigits reads "14:30"; face says that it was written as a clock's face shows it.
func clockDigits(text string) (h, m int, face, ok bool) {
	parts := digitTime.FindStringSubmatch(text)
	if parts == nil {
		return 0, 0, false, false
	}
	h, _ = strconv.Atoi(parts[1])
	if parts[2] != "" {
		m, _ = strconv.Atoi(parts[2])
	}
	return h, m, len(parts[1]) == 1, h < 24 && m < 60
}

// clockWords reads "half past two", "quarter to 3", "hanner awr wedi dau", "ugain munud i bedwar", "two", "two thirty".
func clockWords(text string) (h, m int, ok bool) {
	text = strings.NewReplacer("a quarter", "quarter", " munud", "", " minutes", "", " minute", "", "hanner awr", "hanner").Replace(text)
	words := strings.Fields(text)
	for i, w := range words {
		side, joins := clockSides[w]
		if !joins || i == 0 || i == len(words)-1 {
			continue
		}
		m, ok = minuteWord(strings.Join(words[:i], " "))
		h, known := hourWord(strings.Join(words[i+1:], " "))
		if !ok || !known {
			return 0, 0, false
		}
		if side < 0 && m > 0 {
			h, m = (h+11)%12, 60-m
			if h == 0 {
				h = 12
			}
		}
		return h, m, true
	}
	if h, ok = hourWord(text); ok {
		return h, 0, true
	}
	if len(words) > 1 {
		h, ok = hourWord(words[0])
		m, known := minuteWord(strings.Join(words[1:], " "))
		return h, m, ok && known
	}
	return 0, 0, false
}

func hourWord(w string) (int, bool) {
	h, ok := hourWords[w]
	if !ok {
		h, ok = numberWords[w]
	}
	if n, err := strconv.Atoi(w); err == nil {
		h, ok = n, true
	}
	return h, ok && h >= 1 && h <= 12
}

func minuteWord(w string) (int, bool) {
	m, ok := minuteWords[w]
	if !ok {
		m, ok = numberWords[w]
	}
	if n, err := strconv.Atoi(w); err == nil {
		m, ok = n, true
	}
	return m, ok && m >= 0 && m < 60
}

var (
	fixedTimes = map[string]string{"noon": "12:00", "midday": "12:00", "12 noon": "12:00", "12 midday": "12:00", "midnight": "00:00", "12 midnight": "00:00",
		"hanner dydd": "12:00", "canol dydd": "12:00", "hanner nos": "00:00", "canol nos": "00:00"}
	clockSides = map[string]int{"past": 1, "after": 1, "wedi": 1, "to": -1, "before": -1, "till": -1, "i": -1}
	// Welsh hours as they stand by themselves and, softened, after "i".
	hourWords = map[string]int{"ddau": 2, "dri": 3, "bedwar": 4, "bump": 5, "ddeg": 10, "ddeuddeg": 12, "un ar ddeg": 11, "deuddeg": 12}
	// Minutes as clocks are read aloud.
	minuteWords = map[string]int{"quarter": 15, "half": 30, "chwarter": 15, "hanner": 30, "twenty": 20, "twenty five": 25, "thirty": 30,
		"thirty five": 35, "forty": 40, "forty five": 45, "fifty": 50, "fifty five": 55, "fifteen": 15,
		"ugain": 20, "pum ar hugain": 25, "pump ar hugain": 25, "tri deg": 30, "pymtheg": 15, "pedwar deg pump": 45, "pedwar deg": 40}
)
