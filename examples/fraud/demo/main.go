// Command demo is the README's main command: it makes the data of
// examples/fraud, then does with featc what a team would, printing each
// command before it runs.
//
// Usage: go run ./examples/fraud/demo
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const dir = "examples/fraud"

func main() {
	log.SetFlags(0)
	if _, err := os.Stat(filepath.Join(dir, "fraud.feat")); err != nil {
		log.Fatal("run this from the root of the featc repository: ", err)
	}
	bin, err := os.MkdirTemp("", "featc-demo")
	if err != nil {
		log.Fatal(err)
	}
	featc := filepath.Join(bin, "featc")
	err = run([][]string{
		{"go", "build", "-o", featc, "./cmd/featc"},
		{"go", "run", "./" + dir + "/generate"},
		{featc, "compile", dir, "-o", dir + "/out/gen"},
		{featc, "train", "fraud_v1", "-C", dir, "--labels", dir + "/data/labels.csv", "-o", dir + "/out/train.parquet"},
		{featc, "verify", "fraud_v1", "-C", dir},
	})
	os.RemoveAll(bin)
	if err != nil {
		log.Fatal(err)
	}
}

func run(commands [][]string) error {
	for _, c := range commands {
		fmt.Println("$", strings.ReplaceAll(strings.Join(c, " "), filepath.Dir(c[0])+"/", ""))
		cmd := exec.Command(c[0], c[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(c, " "), err)
		}
	}
	return nil
}
