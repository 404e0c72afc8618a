// The one list of what there is. Runbooks and their worlds load it.
static class Inventory
{
    public static readonly string[] Web = ["web-1", "web-2"];
}
