string Greet(string name) => "hello " + name;
bool IsOpen() => Environment.GetEnvironmentVariable("GOLDEN_GATE") == "open";
