package rtk.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.Texts;
import rtk.trace.ThreadState;

class CsvExportTest {
    @Test
    void everyEventIsALineOfTwelveColumns() throws IOException {
        var out = new StringBuilder();
        var export = new CsvExport(out);
        var texts = new Texts(export);
        export.event(0, EventKind.DEVICE, 1, texts.number("say \"hi\", all"), texts.number("uart"), 0);
        export.event(1_234_567, EventKind.THREAD_STATE, 5, ThreadState.READY.ordinal(), 0, 0);
        export.event(1_234_568, EventKind.CALL_EXIT, 5, KernelCall.MSG_SEND.ordinal(), -11);
        export.event(1_234_569, EventKind.FRAME_DATA, 9, 8, -1, 0, 16);
        export.finish();

        assertEquals("""
                timeNs,kind,field1,value1,field2,value2,field3,value3,field4,value4,field5,value5
                0,device,device,1,name,"say ""hi"", all",role,uart,parent,0,,
                1234567,thread.state,thread,5,state,READY,core,0,on,0,,
                1234568,call.exit,thread,5,call,MsgSend,result,-11,,,,
                1234569,frame.data,frame,9,offset,8,data0,0xffffffffffffffff,data1,0x0,data2,0x10
                """, out.toString());
    }
}
