/** JMH's micro-benchmarks of what every command passes through: {@code mvn -P bench test-compile exec:exec@micro}. */
package dev.flashkv.bench.micro;
